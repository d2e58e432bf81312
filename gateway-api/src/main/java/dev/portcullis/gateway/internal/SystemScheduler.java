package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.Scheduler;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One daemon thread for all gateways that were given no scheduler of their own; it starts with the first deadline. */
public final class SystemScheduler implements Scheduler {
    /** The only instance. */
    public static final Scheduler INSTANCE = new SystemScheduler();

    private SystemScheduler() {}

    @Override
    public Timer schedule(Runnable task, Duration delay) {
        Future<?> future = Holder.TIMER.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    private static final class Holder {
        static final ScheduledThreadPoolExecutor TIMER = create();

        private static ScheduledThreadPoolExecutor create() {
            ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
                Thread thread = new Thread(task, "portcullis-deadlines");
                thread.setDaemon(true);
                return thread;
            });
            timer.setRemoveOnCancelPolicy(true);
            return timer;
        }
    }
}
