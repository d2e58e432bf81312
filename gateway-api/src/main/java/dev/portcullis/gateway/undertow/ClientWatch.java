package dev.portcullis.gateway.undertow;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Notices that the client of a parked HTTP/1.1 exchange leaves. Undertow itself does not: between a request and its
 * response nobody reads the connection. Bytes that arrive instead belong to the next request and are put back for it; one
 * buffer of them ends the watch.
 */
final class ClientWatch implements ChannelListener<ConduitStreamSourceChannel> {
    private final HttpServerConnection connection;
    private final StreamSourceConduit socket;
    private final ConduitStreamSourceChannel channel;
    private final @Nullable ChannelListener<? super ConduitStreamSourceChannel> before;
    private boolean stopped;

    private ClientWatch(HttpServerConnection connection) {
        this.connection = connection;
        this.socket = connection.getOriginalSourceConduit();
        this.channel = connection.getChannel().getSourceChannel();
        this.before = channel.getReadListener();
    }

    /** Starts, where the request was read to its end and nothing of the next one is there. */
    static @Nullable ClientWatch start(HttpServerExchange exchange, boolean bodyRead) {
        if (!(exchange.getConnection() instanceof HttpServerConnection connection)
                || !(bodyRead || exchange.isRequestComplete())
                || connection.getExtraBytes() != null
                || connection.getPipelineBuffer() != null) {
            return null;
        }
        ClientWatch watch = new ClientWatch(connection);
        watch.channel.setReadListener(watch);
        watch.socket.resumeReads();
        return watch;
    }

    void stop() {
        if (!stopped) {
            stopped = true;
            socket.suspendReads();
            channel.setReadListener(before);
        }
    }

    @Override
    public void handleEvent(ConduitStreamSourceChannel unused) {
        if (stopped) {
            return;
        }
        PooledByteBuffer pooled = connection.getByteBufferPool().allocate();
        boolean mine = true;
        try {
            int n = socket.read(pooled.getBuffer());
            if (n > 0) {
                pooled.getBuffer().flip();
                connection.ungetRequestBytes(pooled);
                mine = false;
                stop();
            } else if (n < 0) {
                left();
            }
        } catch (IOException e) {
            left();
        } finally {
            if (mine) {
                pooled.close();
            }
        }
    }

    private void left() {
        stop();
        IoUtils.safeClose(connection); // ends the exchange, which completes the passage
    }
}
