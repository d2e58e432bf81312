package dev.portcullis.gateway.testkit;

import dev.portcullis.gateway.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deadlines that come due only as a {@link ManualClock} is advanced, on the thread that advances it. Thread-safe. */
public final class ManualScheduler implements Scheduler {
    private record Task(long due, Runnable task) {}

    private final ManualClock clock;
    private final List<Task> tasks = new ArrayList<>();

    /** A scheduler on the clock. */
    public ManualScheduler(ManualClock clock) {
        this.clock = clock;
        clock.onAdvance(this::runDue);
    }

    @Override
    public Timer schedule(Runnable task, Duration delay) {
        Task scheduled = new Task(clock.getAsLong() + delay.toNanos(), task);
        synchronized (tasks) {
            tasks.add(scheduled);
        }
        return () -> {
            synchronized (tasks) {
                tasks.removeIf(t -> t == scheduled);
            }
        };
    }

    /** The number of tasks that have neither run nor been cancelled. */
    public int pending() {
        synchronized (tasks) {
            return tasks.size();
        }
    }

    private void runDue() {
        Task next = takeDue();
        while (next != null) {
            next.task().run();
            next = takeDue();
        }
    }

    private @Nullable Task takeDue() {
        synchronized (tasks) {
            Task first = tasks.stream()
                    .filter(t -> t.due() <= clock.getAsLong())
                    .min(Comparator.comparingLong(Task::due))
                    .orElse(null);
            if (first != null) {
                tasks.removeIf(t -> t == first);
            }
            return first;
        }
    }
}
