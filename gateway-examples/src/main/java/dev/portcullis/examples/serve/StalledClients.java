package dev.portcullis.examples.serve;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives a thread back that waits for a client: one that sends no piece of its content, or takes none of its answer, for too
 * long. For servers whose blocking streams know no such time of their own. Thread-safe.
 */
final class StalledClients implements AutoCloseable {
    private final Set<Piece> pieces = ConcurrentHashMap.newKeySet();
    private final long nanos;
    private final ScheduledExecutorService timer;

    /**
     * Begins to look.
     *
     * @param patience the time for one piece; it is noticed after at most one and a half of it
     */
    StalledClients(Duration patience) {
        this.nanos = patience.toNanos();
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "portcullis-stalled-clients");
            thread.setDaemon(true);
            return thread;
        });
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(this::look, nanos / 2, nanos / 2, TimeUnit.NANOSECONDS);
    }

    private void look() {
        long now = System.nanoTime();
        for (Piece piece : pieces) {
            piece.interruptIfBegunBefore(now - nanos);
        }
    }

    /** A client's content; reading it fails with {@link InterruptedIOException} if a piece takes too long. */
    InputStream in(InputStream content) {
        return new FilterInputStream(content) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return during(() -> in.read(into, offset, length));
            }
        };
    }

    /** A client's answer; writing to it fails with {@link InterruptedIOException} if a piece takes too long. */
    OutputStream out(OutputStream answer) {
        return new FilterOutputStream(answer) {
            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                during(() -> {
                    out.write(from, offset, length);
                    return length;
                });
            }

            @Override
            public void flush() throws IOException {
                during(() -> {
                    out.flush();
                    return 0;
                });
            }

            @Override
            public void close() throws IOException {
                during(() -> {
                    out.close();
                    return 0;
                });
            }
        };
    }

    private int during(Transfer transfer) throws IOException {
        Piece piece = new Piece(Thread.currentThread(), System.nanoTime());
        pieces.add(piece);
        try {
            return transfer.run();
        } finally {
            pieces.remove(piece);
            piece.end();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private interface Transfer {
        int run() throws IOException;
    }

    /** One call that may wait for the client. */
    private static final class Piece {
        private final long begun;
        private @Nullable Thread waiting;
        private boolean interrupted;

        Piece(Thread waiting, long begun) {
            this.waiting = waiting;
            this.begun = begun;
        }

        synchronized void interruptIfBegunBefore(long time) {
            if (waiting != null && begun - time < 0) {
                interrupted = true;
                waiting.interrupt();
            }
        }

        /** From here on the thread is not interrupted, and where it was, it forgets about it. */
        synchronized void end() throws InterruptedIOException {
            waiting = null;
            if (interrupted) {
                Thread.interrupted();
                throw new InterruptedIOException("the client neither sent nor took anything for too long");
            }
        }
    }
}
