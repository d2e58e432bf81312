package dev.portcullis.gateway.servlet;

import dev.portcullis.gateway.host.Step;
import jakarta.servlet.AsyncContext;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Where a parked exchange resumes: on the thread that waits for it, which drains a queue meanwhile, or on a thread of the
 * container where the exchange was started asynchronously. Tasks of one exchange never overlap.
 */
final class Home implements Executor {
    private @Nullable LinkedBlockingQueue<Runnable> queue; // made on demand: most exchanges wait for nothing
    private @Nullable AsyncContext threads;
    private boolean running;

    @Override
    public void execute(Runnable task) {
        tasks().add(task);
        runLater();
    }

    /** Waits for the step that follows; the park's own deadline bounds it. */
    Step await(Step.Park park) throws InterruptedIOException {
        CompletableFuture<Step> next = park.next().toCompletableFuture();
        LinkedBlockingQueue<Runnable> tasks = tasks();
        park.next().whenComplete((step, impossible) -> tasks.add(() -> {})); // wakes the waiting thread
        try {
            while (!next.isDone()) {
                tasks.take().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException failure = new InterruptedIOException("interrupted while a verdict was pending");
            failure.initCause(e);
            throw failure;
        }
        return next.join();
    }

    /** From here on tasks run on the container's threads, one after the other. */
    void moveTo(AsyncContext context) {
        synchronized (this) {
            threads = context;
        }
        runLater();
    }

    /** From here on tasks wait for a thread that awaits. */
    synchronized void moveBack() {
        threads = null;
    }

    private void runLater() {
        AsyncContext context;
        synchronized (this) {
            context = threads;
            if (context == null || running || tasks().isEmpty()) {
                return;
            }
            running = true;
        }
        context.start(this::drain);
    }

    private synchronized LinkedBlockingQueue<Runnable> tasks() {
        LinkedBlockingQueue<Runnable> made = queue;
        if (made == null) {
            made = new LinkedBlockingQueue<>();
            queue = made;
        }
        return made;
    }

    private void drain() {
        LinkedBlockingQueue<Runnable> tasks = tasks();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        synchronized (this) {
            running = false;
        }
        runLater();
    }
}
