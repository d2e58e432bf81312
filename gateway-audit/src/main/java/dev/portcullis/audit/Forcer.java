package dev.portcullis.audit;

import dev.portcullis.audit.Trail.SinkFailure;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Forces a trail to the medium on a thread of its own, while the writer goes on: a disk takes its time, and what is written
 * meanwhile is forced the next time. One at a time.
 */
final class Forcer implements AutoCloseable {
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "portcullis-audit-force");
        made.setDaemon(true);
        return made;
    });
    private volatile boolean busy;
    private volatile @Nullable SinkFailure failed;

    /** Whether it is at it, so that what was written since is not forced yet. */
    boolean isBusy() {
        return busy;
    }

    /** Begins; of the thread that writes, and not while it is at it. */
    void begin(Trail trail) {
        busy = true;
        thread.execute(() -> {
            try {
                trail.force();
            } catch (SinkFailure e) {
                failed = e;
            } finally {
                busy = false;
            }
        });
    }

    /** Why the last one failed, once; {@code null} where it did not. */
    @Nullable
    SinkFailure takeFailure() {
        SinkFailure why = failed;
        failed = null;
        return why;
    }

    /** Ends the thread; does not wait for it. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
