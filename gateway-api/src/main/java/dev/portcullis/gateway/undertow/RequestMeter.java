package dev.portcullis.gateway.undertow;

import io.undertow.server.ConduitWrapper;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.ConduitFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/** Counts the content bytes of a request, which Undertow itself does not. */
final class RequestMeter implements ConduitWrapper<StreamSourceConduit> {
    private volatile long bytes;

    long bytes() {
        return bytes;
    }

    @Override
    public StreamSourceConduit wrap(ConduitFactory<StreamSourceConduit> factory, HttpServerExchange exchange) {
        return new Metered(factory.create());
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads a request at a time; others only look
    private long count(long n) {
        if (n > 0) {
            bytes += n;
        }
        return n;
    }

    private final class Metered extends AbstractStreamSourceConduit<StreamSourceConduit> {
        Metered(StreamSourceConduit next) {
            super(next);
        }

        @Override
        public int read(ByteBuffer to) throws IOException {
            return (int) count(next.read(to));
        }

        @Override
        public long read(ByteBuffer[] to, int offset, int length) throws IOException {
            return count(next.read(to, offset, length));
        }

        @Override
        public long transferTo(long position, long count, FileChannel target) throws IOException {
            return count(next.transferTo(position, count, target));
        }

        @Override
        public long transferTo(long count, ByteBuffer through, StreamSinkChannel target) throws IOException {
            long moved = next.transferTo(count, through, target);
            count(Math.max(moved, 0) + through.remaining()); // what was read, not only what could be passed on
            return moved;
        }
    }
}
