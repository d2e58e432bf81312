package dev.portcullis.ratelimit;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the store answers. A failure, or a few answers in a row that are too late, and no request asks it any more; from
 * then on this node alone looks after it, at intervals that differ from those of other nodes, until it answers in time.
 * Thread-safe.
 */
final class StoreHealth implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreHealth.class);
    private static final int LATE_IN_A_ROW = 3;
    private static final int PROBE_MILLIS = 100;

    private final Supplier<CompletionStage<?>> probe;
    private final Duration deadline;
    private final Scheduler scheduler;
    private final RandomGenerator random;
    private final AtomicBoolean up = new AtomicBoolean(true);
    private final AtomicInteger late = new AtomicInteger();
    private final LongAdder outages = new LongAdder();
    private volatile boolean closed;

    /**
     * A store that is believed to answer.
     *
     * @param probe asks it for any answer
     * @param deadline how long an answer may take
     * @param random spreads the probes of many nodes
     */
    StoreHealth(Supplier<CompletionStage<?>> probe, Duration deadline, Scheduler scheduler, RandomGenerator random) {
        this.probe = requireNonNull(probe, "probe");
        this.deadline = requireNonNull(deadline, "deadline");
        this.scheduler = requireNonNull(scheduler, "scheduler");
        this.random = requireNonNull(random, "random");
    }

    /** Whether requests may ask the store. */
    boolean up() {
        return up.get();
    }

    /** How often it stopped answering. */
    long outages() {
        return outages.sum();
    }

    /** It answered in time. */
    void answered() {
        if (late.get() != 0) {
            late.set(0);
        }
    }

    /** It did not answer in time. */
    void late() {
        if (late.incrementAndGet() >= LATE_IN_A_ROW) {
            down("it does not answer within " + deadline.toMillis() + " ms");
        }
    }

    /** It cannot be asked. */
    void failed(Throwable why) {
        down(why.getClass().getSimpleName());
    }

    private void down(String why) {
        if (up.compareAndSet(true, false)) {
            outages.increment();
            LOG.warn("the rate limit store is not used for now: {}", why);
            probeLater();
        }
    }

    private void probeLater() {
        if (closed) {
            return;
        }
        try {
            scheduler.schedule(this::probe, Duration.ofMillis(PROBE_MILLIS / 2 + random.nextInt(PROBE_MILLIS)));
        } catch (RejectedExecutionException e) {
            LOG.warn("the rate limit store is no longer looked after: the scheduler takes no tasks");
        }
    }

    private void probe() {
        if (closed) {
            return;
        }
        AtomicBoolean settled = new AtomicBoolean();
        try {
            Scheduler.Timer timer = scheduler.schedule(
                    () -> {
                        if (settled.compareAndSet(false, true)) {
                            probeLater();
                        }
                    },
                    deadline);
            probe.get().whenComplete((answer, failure) -> {
                timer.cancel();
                if (!settled.compareAndSet(false, true)) {
                    return;
                }
                if (failure == null) {
                    late.set(0);
                    up.set(true);
                    LOG.info("the rate limit store is used again");
                } else {
                    probeLater();
                }
            });
        } catch (RuntimeException e) { // a store that cannot even be asked is still down
            if (settled.compareAndSet(false, true)) {
                probeLater();
            }
        }
    }

    /** Looks after it no longer. */
    @Override
    public void close() {
        closed = true;
    }
}
