package dev.portcullis.gateway.undertow;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.StreamSinkConduit;

/**
 * Reads what a client still sends after it was answered, within bounds of bytes and time. To close a socket with unread
 * input resets the connection, and the reset can destroy the answer before the client has read it.
 */
final class Drain implements ChannelListener<StreamSourceChannel> {
    /** A rest up to this many bytes is read so that the connection can be kept. */
    static final int SHORT = 64 << 10;

    private static final long MOST = 64 << 20;
    private static final long MILLIS = 2000;

    private final HttpServerExchange exchange;
    private boolean halfClosed;
    private long drained;
    private boolean done;
    private XnioExecutor.@Nullable Key timer;

    Drain(HttpServerExchange exchange) {
        this.exchange = exchange;
    }

    /** Starts after the answer has left; keeps the connection if it turns out that only little was still to come. */
    void start(boolean keepAlive) {
        if (!keepAlive && !halfClose()) {
            return;
        }
        StreamSourceChannel source;
        if (exchange.isRequestChannelAvailable()) {
            exchange.setMaxEntitySize(0); // the bound here is another: what is read is thrown away
            source = exchange.getRequestChannel();
        } else {
            source = Connectors.getExistingRequestChannel(exchange);
        }
        if (read(source)) {
            return;
        }
        timer = exchange.getIoThread().executeAfter(this::close, MILLIS, TimeUnit.MILLISECONDS);
        source.getReadSetter().set(this);
        source.resumeReads();
    }

    @Override
    public void handleEvent(StreamSourceChannel source) {
        if (!done && read(source) && timer != null) {
            timer.remove();
        }
    }

    /** Whether this is over. */
    private boolean read(StreamSourceChannel source) {
        try (PooledByteBuffer pooled =
                exchange.getConnection().getByteBufferPool().allocate()) {
            ByteBuffer buffer = pooled.getBuffer();
            while (true) {
                buffer.clear();
                int n = source.read(buffer);
                if (n == 0) {
                    return false;
                }
                if (n < 0) {
                    done = true;
                    exchange.endExchange();
                    return true;
                }
                drained += n;
                if (drained > SHORT && !halfClosed && !halfClose()) {
                    return true;
                }
                if (drained > MOST) {
                    close();
                    return true;
                }
            }
        } catch (IOException e) {
            close();
            return true;
        }
    }

    /** Tells the client that the answer was the last; over HTTP/2 the end of the stream has done so. */
    private boolean halfClose() {
        halfClosed = true;
        try {
            if (exchange.getConnection() instanceof AbstractServerConnection connection) {
                exchange.setPersistent(false);
                StreamSinkConduit socket = connection.getOriginalSinkConduit();
                socket.terminateWrites();
                socket.flush();
            }
            return true;
        } catch (IOException e) {
            close();
            return false;
        }
    }

    /** Ends the connection or, over HTTP/2, the stream alone. */
    private void close() {
        if (!done) {
            done = true;
            IoUtils.safeClose(exchange.getConnection());
            exchange.endExchange();
        }
    }
}
