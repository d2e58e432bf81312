package dev.portcullis.gateway.undertow;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.ImmediatePooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.conduits.ConduitStreamSourceChannel;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Notices that the client of a parked HTTP/1.1 exchange leaves. Undertow itself does not: while a handler thinks, nobody
 * reads the connection. Bytes that arrive meanwhile, of this request or of the next, are held and put back behind those that
 * the connection has read already; a client that sends more than {@value #MOST} of them is no longer watched. Used on the IO
 * thread alone.
 */
final class ClientWatch implements ChannelListener<ConduitStreamSourceChannel> {
    private static final int MOST = 64 << 10;

    private final HttpServerConnection connection;
    private final StreamSourceConduit socket;
    private final ConduitStreamSourceChannel channel;
    private final @Nullable ChannelListener<? super ConduitStreamSourceChannel> before;
    private ByteBuffer held = ByteBuffer.allocate(0);
    private boolean stopped;

    private ClientWatch(HttpServerConnection connection) {
        this.connection = connection;
        this.socket = connection.getOriginalSourceConduit();
        this.channel = connection.getChannel().getSourceChannel();
        this.before = channel.getReadListener();
    }

    /** Starts, where nobody else reads the connection until {@link #stop}. */
    static @Nullable ClientWatch start(HttpServerExchange exchange) {
        if (!(exchange.getConnection() instanceof HttpServerConnection connection)
                || connection.getPipelineBuffer() != null) {
            return null;
        }
        ClientWatch watch = new ClientWatch(connection);
        watch.channel.setReadListener(watch);
        watch.socket.resumeReads();
        return watch;
    }

    void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        socket.suspendReads();
        channel.setReadListener(before);
        if (held.position() > 0) {
            putBack(held.flip());
        }
    }

    private void putBack(ByteBuffer arrived) {
        PooledByteBuffer earlier = connection.getExtraBytes();
        ByteBuffer all = arrived;
        if (earlier != null) {
            ByteBuffer first = earlier.getBuffer();
            all = ByteBuffer.allocate(first.remaining() + arrived.remaining());
            all.put(first).put(arrived).flip();
            earlier.close();
        }
        connection.setExtraBytes(new ImmediatePooledByteBuffer(all));
    }

    @Override
    public void handleEvent(ConduitStreamSourceChannel unused) {
        if (stopped) {
            return;
        }
        try (PooledByteBuffer pooled = connection.getByteBufferPool().allocate()) {
            ByteBuffer arrived = pooled.getBuffer();
            int n = socket.read(arrived);
            if (n > 0) {
                hold(arrived.flip());
            } else if (n < 0) {
                left();
            }
        } catch (IOException e) {
            left();
        }
    }

    private void hold(ByteBuffer arrived) {
        if (held.remaining() < arrived.remaining()) {
            held = ByteBuffer.allocate(Math.max(2 * held.capacity(), held.position() + arrived.remaining()))
                    .put(held.flip());
        }
        held.put(arrived);
        if (held.position() >= MOST) {
            socket.suspendReads();
        }
    }

    private void left() {
        stop();
        IoUtils.safeClose(connection); // ends the exchange, which completes the passage
    }
}
