package dev.portcullis.gateway.jdk;

import dev.portcullis.gateway.host.Step;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Where a parked exchange resumes: on its own thread, which waits here and runs what is handed in. Serial, because only
 * that thread takes tasks.
 */
final class Home implements Executor {
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private volatile @Nullable Step resumed;

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** The step itself, or the one that follows a wait. */
    Step await(Step step) throws IOException {
        if (!(step instanceof Step.Park park)) {
            return step;
        }
        resumed = null;
        park.next().whenComplete((next, failure) -> {
            resumed = next;
            execute(Home::wake);
        });
        Step next = resumed;
        while (next == null) {
            try {
                tasks.take().run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("interrupted while a verdict was pending").initCause(e);
            }
            next = resumed;
        }
        return next;
    }

    /** Nothing to do but to look again. */
    private static void wake() {}
}
