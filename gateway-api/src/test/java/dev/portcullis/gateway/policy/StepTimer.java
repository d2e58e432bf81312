package dev.portcullis.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer whose tasks run when a test says so, on the test's thread. */
final class StepTimer extends ScheduledThreadPoolExecutor {
    private record Task(Runnable task, long delayMillis) {}

    private final Queue<Task> tasks = new ArrayDeque<>();

    StepTimer() {
        super(0);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        tasks.add(new Task(task, unit.toMillis(delay)));
        return new ScheduledThreadPoolExecutor(0).schedule(() -> {}, 1, TimeUnit.DAYS);
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(new Task(task, 0));
    }

    /** Runs what is due at once. */
    void runNow() {
        for (Task task : new ArrayList<>(tasks)) {
            if (task.delayMillis() == 0 && tasks.remove(task)) {
                task.task().run();
            }
        }
    }

    /** Runs the next look, which has to have been asked for with this delay. */
    void look(long delayMillis) {
        runNow();
        Task next = tasks.remove();
        assertThat(next.delayMillis()).isEqualTo(delayMillis);
        next.task().run();
        runNow();
    }

    /** Runs the next look. */
    void lookAtAnyTime() {
        runNow();
        tasks.remove().task().run();
        runNow();
    }

    /** Looks twice, as at files that rest since. */
    void settle() {
        lookAtAnyTime();
        lookAtAnyTime();
    }
}
