package dev.portcullis.auth.throttle;

import java.time.Duration;

/**
 * How many failures are answered before they are throttled.
 *
 * @param perAddress how many from one client address, an IPv6 /64 counting as one; at most 1000
 * @param perCredential how many with one presented credential; at most 1000
 * @param within how long a failure counts
 * @param lockout for how long failures are throttled
 */
public record FailureLimits(int perAddress, int perCredential, Duration within, Duration lockout) {
    /** The most failures that can be counted. */
    public static final int MAX = 1000;

    /** Ten within a quarter of an hour, throttled for half an hour. */
    public static final FailureLimits DEFAULTS =
            new FailureLimits(10, 10, Duration.ofMinutes(15), Duration.ofMinutes(30));

    /** Checks the ranges. */
    public FailureLimits {
        if (perAddress < 1 || perAddress > MAX || perCredential < 1 || perCredential > MAX) {
            throw new IllegalArgumentException("failures: between 1 and " + MAX + " expected");
        }
        if (within.isNegative() || within.isZero() || lockout.isNegative() || lockout.isZero()) {
            throw new IllegalArgumentException("within and lockout must be positive");
        }
    }
}
