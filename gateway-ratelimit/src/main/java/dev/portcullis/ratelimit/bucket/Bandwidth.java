package dev.portcullis.ratelimit.bucket;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How fast a bucket fills and how much it holds. It fills evenly: each token arrives the moment it is due, none of them
 * early, and what does not fit is lost.
 *
 * @param capacity the most tokens it holds, which is the largest burst; 1 to {@value #MOST}
 * @param refill the tokens that arrive in each period; 1 to {@value #MOST}
 * @param per the period; at least a microsecond, at most a hundred years
 */
public record Bandwidth(long capacity, long refill, Duration per) {
    /** The most tokens. */
    public static final long MOST = 1_000_000_000;

    private static final Duration LONGEST = Duration.ofDays(36_600);

    /** Checks the ranges. */
    public Bandwidth {
        requireNonNull(per, "per");
        if (capacity < 1 || capacity > MOST) {
            throw new IllegalArgumentException("capacity: 1 to " + MOST + " expected, got " + capacity);
        }
        if (refill < 1 || refill > MOST) {
            throw new IllegalArgumentException("refill: 1 to " + MOST + " expected, got " + refill);
        }
        if (per.compareTo(Duration.ofNanos(1000)) < 0 || per.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "per: a microsecond to " + LONGEST.toDays() + " days expected, got " + per);
        }
    }
}
