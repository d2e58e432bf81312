package dev.portcullis.gateway.undertow;

import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.host.Trailers;
import io.undertow.server.ConduitWrapper;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.util.ConduitFactory;
import io.undertow.util.HeaderMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/** Counts the content bytes of a request, which Undertow itself does not, and strips the trailers behind them. */
final class RequestMeter implements ConduitWrapper<StreamSourceConduit> {
    private volatile long bytes;
    private volatile @Nullable Runnable atEnd;

    long bytes() {
        return bytes;
    }

    /**
     * From now on the handler reads: leaves of the trailers what it may see, as soon as they are there.
     *
     * @param uninspectedRest whether the trailers come behind content that inspectors wanted and did not see: all are dropped
     */
    void forwarded(HttpServerExchange exchange, Exchange facts, boolean uninspectedRest) {
        Runnable strip = () -> {
            HeaderMap trailers = exchange.getAttachment(HttpAttachments.REQUEST_TRAILERS);
            if (trailers != null) {
                Headers kept = uninspectedRest ? Headers.EMPTY : Trailers.forHandler(facts, Fields.copy(trailers));
                Fields.replace(trailers, kept);
            }
        };
        strip.run();
        atEnd = strip;
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
        Runnable strip = atEnd;
        if (n < 0 && strip != null) {
            strip.run();
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
            count(moved < 0 ? moved : moved + through.remaining()); // what was read, not only what could be passed on
            return moved;
        }
    }
}
