package dev.portcullis.gateway.undertow;

import io.undertow.server.DefaultResponseListener;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import org.xnio.Buffers;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.StreamSinkConduit;

/**
 * The last conduit before the wire: counts what leaves, and cuts the connection where a handler failed in the middle of a
 * response. Undertow itself would end the chunks as if all were there.
 */
final class MeteredSink extends AbstractStreamSinkConduit<StreamSinkConduit> {
    private final HttpServerExchange exchange;
    private final @Nullable Throwable failedBefore;
    private volatile long bytes;
    private volatile boolean terminated;
    private volatile @Nullable Thread flushing;
    private volatile boolean flushed;
    private volatile boolean aborted;
    private volatile @Nullable IOException loss;

    MeteredSink(StreamSinkConduit next, HttpServerExchange exchange) {
        super(next);
        this.exchange = exchange;
        this.failedBefore = failure();
    }

    long bytes() {
        return bytes;
    }

    @Nullable
    IOException loss() {
        return loss;
    }

    boolean aborted() {
        return aborted;
    }

    /**
     * Whether all of the response is on its way to a client that was still there. A response of announced length ends with
     * the flush of its last byte, and then the exchange completes inside that flush; a client that has all of it may be gone
     * by then.
     */
    boolean delivered() {
        Thread inside = flushing;
        return (terminated || inside != null)
                && loss == null
                && (flushed
                        || inside == Thread.currentThread()
                        || exchange.getConnection().isOpen());
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        try {
            return (int) count(next.write(from));
        } catch (IOException e) {
            throw lost(e);
        }
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) throws IOException {
        try {
            return count(next.write(from, offset, length));
        } catch (IOException e) {
            throw lost(e);
        }
    }

    @Override
    public int writeFinal(ByteBuffer from) throws IOException {
        abortIfHandlerFailed();
        try {
            terminated = true; // the exchange may complete before writeFinal returns
            int n = (int) count(next.writeFinal(from));
            terminated = !from.hasRemaining();
            return n;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    @Override
    public long writeFinal(ByteBuffer[] from, int offset, int length) throws IOException {
        abortIfHandlerFailed();
        try {
            terminated = true;
            long n = count(next.writeFinal(from, offset, length));
            terminated = !Buffers.hasRemaining(from, offset, length);
            return n;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    @Override
    public long transferFrom(FileChannel from, long position, long count) throws IOException {
        try {
            return count(next.transferFrom(from, position, count));
        } catch (IOException e) {
            throw lost(e);
        }
    }

    @Override
    public long transferFrom(StreamSourceChannel source, long count, ByteBuffer through) throws IOException {
        try {
            return count(next.transferFrom(source, count, through));
        } catch (IOException e) {
            throw lost(e);
        }
    }

    @Override
    public void terminateWrites() throws IOException {
        abortIfHandlerFailed();
        try {
            terminated = true;
            next.terminateWrites();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    @Override
    public boolean flush() throws IOException {
        flushing = Thread.currentThread();
        try {
            boolean all = next.flush();
            flushed = terminated && all;
            return all;
        } catch (IOException e) {
            throw lost(e);
        } finally {
            flushing = null;
        }
    }

    /** Cuts the connection, over HTTP/2 the stream: the client must not take what it has for a complete response. */
    private IOException abort(String why) {
        IOException cause = lost(new IOException(why));
        aborted = true;
        terminated = false;
        try {
            next.truncateWrites();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        ResponseGate.cut(exchange.getConnection());
        return cause;
    }

    private void abortIfHandlerFailed() throws IOException {
        if (!terminated && failure() != failedBefore) {
            throw abort("the handler failed in the middle of its response");
        }
    }

    private @Nullable Throwable failure() {
        return exchange.getAttachment(DefaultResponseListener.EXCEPTION);
    }

    private IOException lost(IOException e) {
        if (loss == null) {
            loss = e;
        }
        return e;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes a response at a time; others only look
    private long count(long n) {
        if (n > 0) {
            bytes += n;
        }
        return n;
    }
}
