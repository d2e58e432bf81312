package dev.portcullis.gateway.policy.spi;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;

/**
 * Something that the protection rests on and that can change by itself: whether a store answers, which keys are in use.
 * Whoever keeps a trail looks about once a second, and records each change.
 *
 * @param name what it is of, such as {@code rateLimitStore}
 * @param state a few words without anything secret; equal as long as nothing changed. Thread-safe and quick
 */
public record Condition(String name, Supplier<String> state) {
    /** Checks the parts. */
    public Condition {
        requireNonNull(name, "name");
        requireNonNull(state, "state");
    }
}
