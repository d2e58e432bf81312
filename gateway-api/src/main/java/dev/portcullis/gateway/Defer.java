package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A decision that comes later; made by {@link Verdict#defer}.
 *
 * @param later completes with the decision, on any thread
 * @param within how long to wait at most; positive
 * @param otherwise what counts when {@code later} is late or fails
 */
public record Defer(CompletionStage<Decision> later, Duration within, Decision otherwise) implements Verdict {
    /** Checks that the time to wait is positive. */
    public Defer {
        requireNonNull(later, "later");
        requireNonNull(within, "within");
        requireNonNull(otherwise, "otherwise");
        if (within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException("within: a deferred verdict needs a positive time, got " + within);
        }
    }
}
