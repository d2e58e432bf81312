package dev.portcullis.gateway.jdk;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Ends a blocking read of the calling thread that takes too long. The server's channels close when the thread that reads
 * them is interrupted, and nothing else ends such a read; so what is to be sent to the client is sent first.
 */
final class Deadline {
    private final Thread reader = Thread.currentThread();
    private final Runnable beforeTheEnd;
    private final CompletableFuture<Void> timer = new CompletableFuture<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private boolean fired;
    private boolean settled;

    private Deadline(Runnable beforeTheEnd) {
        this.beforeTheEnd = beforeTheEnd;
    }

    /**
     * Starts the time. Whoever calls has to {@link #settle} it in every case.
     *
     * @param beforeTheEnd runs when the time is over, on a thread of its own, before the read is ended
     */
    static Deadline in(Duration time, Runnable beforeTheEnd) {
        Deadline deadline = new Deadline(beforeTheEnd);
        CompletableFuture<Void> timed = deadline.timer.orTimeout(time.toNanos(), TimeUnit.NANOSECONDS);
        CompletableFuture<Void> unused = timed.whenComplete((none, late) -> {
            if (late != null) {
                // Writing to the client may block, so it must not hold up the JDK's own timer.
                Thread end = new Thread(deadline::fire, "portcullis-deadline");
                end.setDaemon(true);
                end.start();
            }
        });
        return deadline;
    }

    /** Runs what must not overlap with the end of the time; {@code null} once that has come. */
    synchronized <T> @Nullable T inTime(IntFunction<@Nullable T> action, int argument) {
        return fired ? null : action.apply(argument);
    }

    /** Stops the time. Returns whether it was not over; if it was, what had to be sent has been sent on return. */
    boolean settle() {
        timer.complete(null);
        synchronized (this) {
            settled = true;
            if (!fired) {
                return true;
            }
        }
        boolean waiting = true;
        while (waiting) {
            try {
                over.await();
                waiting = false;
            } catch (InterruptedException e) {
                waiting = true; // it is this very interruption that is waited for
            }
        }
        Thread.interrupted(); // it was meant for the read, not for what the thread does next
        return false;
    }

    private void fire() {
        synchronized (this) {
            if (settled) {
                return;
            }
            fired = true;
        }
        try {
            beforeTheEnd.run();
        } finally {
            reader.interrupt();
            over.countDown();
        }
    }
}
