package dev.portcullis.gateway.policy;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/** A policy and the number of exchanges that are on it; it is closed once it is replaced and the last of them has ended. */
final class Generation {
    private static final long RETIRED = Long.MIN_VALUE;

    private final LoadedPolicy policy;
    private final Executor closer;
    private final AtomicLong exchanges = new AtomicLong();

    Generation(LoadedPolicy policy, Executor closer) {
        this.policy = policy;
        this.closer = closer;
    }

    LoadedPolicy policy() {
        return policy;
    }

    /** Counts an exchange in; {@code false} where the policy is already replaced. */
    boolean enter() {
        long now = exchanges.get();
        while (now >= 0) {
            if (exchanges.compareAndSet(now, now + 1)) {
                return true;
            }
            now = exchanges.get();
        }
        return false;
    }

    /** Counts an exchange out. */
    void leave() {
        if (exchanges.decrementAndGet() == RETIRED) {
            close();
        }
    }

    /** Lets nobody in any more. */
    void retire() {
        if (exchanges.getAndAdd(RETIRED) == 0) {
            close();
        }
    }

    /** The same; where no exchange is on it, it is closed when this returns. */
    void retireNow() {
        if (exchanges.getAndAdd(RETIRED) == 0) {
            policy.close();
        }
    }

    /** Elsewhere: the last exchange may end on an event loop, and closing may flush and wait. */
    private void close() {
        try {
            closer.execute(policy::close);
        } catch (RejectedExecutionException e) {
            policy.close();
        }
    }
}
