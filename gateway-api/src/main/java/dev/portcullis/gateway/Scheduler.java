package dev.portcullis.gateway;

import java.time.Duration;

/**
 * Runs tasks later. Thread-safe; the tasks are short and never block, so one thread or a timer wheel is enough. The
 * gateway's deadlines rest on it.
 */
@FunctionalInterface
public interface Scheduler {
    /**
     * Runs the task once, after the delay, on a thread of the scheduler's choice.
     *
     * @throws java.util.concurrent.RejectedExecutionException if it takes no more tasks; what depends on the deadline is then
     *     refused
     */
    Timer schedule(Runnable task, Duration delay);

    /** A task that was scheduled. */
    @FunctionalInterface
    interface Timer {
        /** Keeps the task from running if it has not begun. Idempotent. */
        void cancel();
    }
}
