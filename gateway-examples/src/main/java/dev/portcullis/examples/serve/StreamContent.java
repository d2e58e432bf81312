package dev.portcullis.examples.serve;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A request's content that has to be read from a stream, and so by a thread that may wait: never by the one that asks for it,
 * which all exchanges with the upstream share. Whoever calls {@link #pump} reads, as much as was asked for.
 */
final class StreamContent implements Flow.Publisher<ByteBuffer>, Flow.Subscription {
    private static final int PIECE = 16 * 1024;

    private final InputStream from;
    private final Object lock = new Object();
    private long left;
    private long demand;
    private boolean over;
    private Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;

    /**
     * The content of this stream.
     *
     * @param length how many bytes there are, or -1 where it is not known
     */
    StreamContent(InputStream from, long length) {
        this.from = from;
        this.left = length < 0 ? Long.MAX_VALUE : length;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> to) {
        boolean second;
        synchronized (lock) {
            second = subscriber != null;
            subscriber = to;
        }
        if (second) {
            to.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
            });
            to.onError(new IOException("the content has gone upstream once"));
        } else {
            to.onSubscribe(this);
        }
    }

    @Override
    public void request(long n) {
        synchronized (lock) {
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            lock.notifyAll();
        }
    }

    @Override
    public void cancel() {
        synchronized (lock) {
            over = true;
            lock.notifyAll();
        }
    }

    /**
     * Reads and hands on what is asked for, until all of it is upstream.
     *
     * @param mayWait for demand and for the client; without it only what can be had at once is handed on
     * @return whether nothing is left to do
     */
    boolean pump(boolean mayWait) {
        try {
            while (true) {
                if (!awaitDemand(mayWait)) {
                    return over();
                }
                if (!mayWait && from.available() <= 0) {
                    return false;
                }
                byte[] piece = new byte[(int) Math.min(PIECE, left)];
                int n = from.read(piece);
                if (n < 0) {
                    end(left == Long.MAX_VALUE ? null : new IOException("the client sent less than it had declared"));
                    return true;
                }
                next(ByteBuffer.wrap(piece, 0, n));
                if (left == 0) {
                    end(null);
                    return true;
                }
            }
        } catch (IOException e) {
            end(e);
            return true;
        }
    }

    private boolean awaitDemand(boolean mayWait) throws IOException {
        synchronized (lock) {
            while (!over && demand == 0 && mayWait) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("stopped while waiting for the upstream", e);
                }
            }
            return !over && demand > 0;
        }
    }

    private boolean over() {
        synchronized (lock) {
            return over;
        }
    }

    private void next(ByteBuffer piece) {
        synchronized (lock) {
            demand -= demand == Long.MAX_VALUE ? 0 : 1;
            left -= left == Long.MAX_VALUE ? 0 : piece.remaining();
        }
        requireNonNull(subscriber).onNext(piece);
    }

    private void end(@Nullable IOException failure) {
        synchronized (lock) {
            if (over) {
                return;
            }
            over = true;
        }
        Flow.Subscriber<? super ByteBuffer> to = requireNonNull(subscriber);
        if (failure == null) {
            to.onComplete();
        } else {
            to.onError(failure);
        }
    }
}
