package dev.portcullis.waf.pattern;

import static java.util.Objects.requireNonNull;

/**
 * The bounds on what a pattern may take.
 *
 * @param maxSteps the most steps of one search with a pattern that is not linear
 * @param maxStateBytes the most bytes that the lazily built states of one pattern may take, and twice as much those that
 *     tell bounds
 * @param stateMemory the bound on the states of all patterns that share it; a pattern that it has no room for has 16 KiB
 *     of its own, and twice as much for bounds, if {@code maxStateBytes} allows
 */
public record PatternLimits(long maxSteps, long maxStateBytes, StateMemory stateMemory) {
    private static final long DEFAULT_MAX_STEPS = 1_000_000;
    private static final long DEFAULT_STATE_BYTES = 1 << 20;
    private static final long DEFAULT_STATE_MEMORY = 32 << 20;

    /**
     * The limits with which patterns are compiled if none are given: a million steps, one MiB of states, and 32 MiB of
     * states for all such patterns of the process together.
     */
    public static final PatternLimits DEFAULT = of(StateMemory.ofBytes(DEFAULT_STATE_MEMORY));

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException if {@code maxSteps} is not positive or {@code maxStateBytes} is negative
     */
    public PatternLimits {
        requireNonNull(stateMemory, "stateMemory");
        if (maxSteps <= 0) {
            throw new IllegalArgumentException("maxSteps must be positive: " + maxSteps);
        }
        if (maxStateBytes < 0) {
            throw new IllegalArgumentException("maxStateBytes must not be negative: " + maxStateBytes);
        }
    }

    /** The default limits, with the given bound on all states together. */
    public static PatternLimits of(StateMemory stateMemory) {
        return new PatternLimits(DEFAULT_MAX_STEPS, DEFAULT_STATE_BYTES, stateMemory);
    }

    /** These limits with another bound on steps. */
    public PatternLimits withMaxSteps(long steps) {
        return new PatternLimits(steps, maxStateBytes, stateMemory);
    }

    /** These limits with another bound on the states of one pattern. */
    public PatternLimits withMaxStateBytes(long bytes) {
        return new PatternLimits(maxSteps, bytes, stateMemory);
    }
}
