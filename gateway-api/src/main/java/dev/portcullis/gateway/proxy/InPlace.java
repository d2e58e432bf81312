package dev.portcullis.gateway.proxy;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the client's own thread do what it would hand to others: for a request that is a few microseconds of work, being handed
 * around costs more than the work. What fails here must not reach that thread, which would end with all of its connections.
 */
final class InPlace implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(InPlace.class);
    private static final long MINUTE = 60_000_000_000L;

    private final AtomicLong warned = new AtomicLong(System.nanoTime() - MINUTE);

    @Override
    public void execute(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) { // an Error too: as on a thread of a pool, it ends the task alone
            long last = warned.get();
            long now = System.nanoTime();
            if (now - last >= MINUTE && warned.compareAndSet(last, now)) {
                LOG.warn("work for an upstream failed", failure);
            }
        }
    }
}
