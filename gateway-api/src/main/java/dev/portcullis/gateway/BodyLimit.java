package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

/**
 * How much of a body an inspector needs, and what happens to a longer one.
 *
 * @param bytes the most that the inspector is shown; not negative
 * @param overflow what happens beyond it
 */
public record BodyLimit(int bytes, Overflow overflow) {
    /** What happens to a body that is longer than the limit. */
    public enum Overflow {
        /** The exchange is refused: 413 for a request, 502 for a response. */
        REJECT,
        /** The inspector is shown the prefix, marked as truncated; the whole body still reaches the other side. */
        INSPECT_PREFIX
    }

    /** Checks that the limit is not negative. */
    public BodyLimit {
        requireNonNull(overflow, "overflow");
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes: must not be negative, got " + bytes);
        }
    }

    /** Refuses what is longer. */
    public static BodyLimit reject(int bytes) {
        return new BodyLimit(bytes, Overflow.REJECT);
    }

    /** Shows the prefix of what is longer. */
    public static BodyLimit inspectPrefix(int bytes) {
        return new BodyLimit(bytes, Overflow.INSPECT_PREFIX);
    }
}
