package dev.portcullis.audit;

import dev.portcullis.audit.Trail.SinkFailure;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers a trail to its sinks until they take it: what is linked has to be written, for the next record names it. Knows what
 * does not take it, and says so once a minute. Confined to the thread that writes, but for its numbers.
 */
final class Persistence {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final long RETRY = 50_000_000L;
    private static final long LONGEST_RETRY = 1_000_000_000L;
    private static final long WARN_EVERY = 60_000_000_000L;
    private static final long MILLI = 1_000_000L;

    private final LongAdder failures = new LongAdder();
    private volatile @Nullable String failing;
    private long lastWarning = System.nanoTime() - WARN_EVERY;

    /** Something that a sink may refuse. */
    interface Attempt {
        void run() throws SinkFailure;
    }

    /** How often a sink did not take what it was given. */
    long failures() {
        return failures.sum();
    }

    /** The sink that does not take records now, or {@code null}. */
    @Nullable
    String failing() {
        return failing;
    }

    /** Nothing can be written any more. */
    void failed(String what) {
        failing = what;
    }

    /**
     * Writes what is linked, and forces it where that is wanted; records a recovery.
     *
     * @param givenUp whether to go on without
     * @param policy for the record
     * @return whether all is written; if not, nothing may be acknowledged
     */
    boolean untilTaken(Trail trail, boolean force, BooleanSupplier givenUp, String policy) {
        long pause = RETRY;
        long since = 0;
        String failed = null;
        while (true) {
            try {
                trail.write();
                if (force) {
                    trail.sync();
                }
                break;
            } catch (SinkFailure e) {
                since = since == 0 ? System.nanoTime() : since;
                failed = e.sink();
                failing = failed;
                count(e);
            }
            if (givenUp.getAsBoolean()) {
                return false;
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(LONGEST_RETRY, pause * 2);
        }
        if (failed != null) {
            recovered(trail, failed, System.nanoTime() - since, policy);
        }
        return true;
    }

    private void recovered(Trail trail, String sink, long nanos, String policy) {
        failing = null;
        LOG.warn("the audit sink {} takes records again", sink);
        TreeMap<String, String> details = new TreeMap<>();
        details.put("milliseconds", Long.toString(nanos / MILLI));
        details.put("sink", sink);
        trail.gateway("audit.recovered", policy, details);
    }

    /** Tries once; a failure is counted, and the next time may fare better. */
    void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (SinkFailure e) {
            count(e);
        }
    }

    /** A sink has failed. */
    void count(SinkFailure e) {
        failures.increment();
        long now = System.nanoTime();
        if (now - lastWarning >= WARN_EVERY) {
            lastWarning = now;
            LOG.warn("an audit sink does not take records: {}", e.getMessage());
        }
    }
}
