package dev.portcullis.gateway.policy.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.LongSupplier;

/**
 * Counts events by key in a fixed amount of memory, without ever forgetting a key that has used its budget up: what guards
 * against guessing needs. A filter that counts, such as failed authentications, finds the implementation of a module that is
 * there, or counts for itself.
 */
public interface EventBudgets {
    /** What each key may do. Thread-safe; never blocks. */
    interface Budget {
        /** {@link #note} of a key whose budget is not used up. */
        long WITHIN = 0;

        /**
         * Takes note of an event of a key.
         *
         * @param key any text; only a keyed hash of it is kept
         * @return {@link #WITHIN}; or, where the budget is used up, the nanoseconds until it allows another
         */
        long note(String key);

        /** What {@link #note} would say, without an event. */
        long look(String key);
    }

    /**
     * A budget.
     *
     * @param most the events that a key may have at once
     * @param within how long it takes until all of them are allowed again; they come back evenly
     * @param memory the most bytes that it takes; at least 64 KiB
     * @param nanoTime elapsed time in nanoseconds
     * @throws IllegalArgumentException if these numbers cannot be counted
     */
    Budget open(long most, Duration within, long memory, LongSupplier nanoTime);

    /** The implementation that is there. */
    static Optional<EventBudgets> found() {
        return ServiceLoader.load(EventBudgets.class).findFirst();
    }
}
