package dev.portcullis.auth.throttle;

import java.util.Arrays;

/** The latest failures of one address or credential: as many as it takes to throttle. */
final class Failures {
    private final int limit;
    private long[] times; // in the order of time
    private int counted;
    private long lockedUntil = Long.MIN_VALUE;

    Failures(int limit) {
        this.limit = limit;
        this.times = new long[Math.min(limit, 4)];
    }

    /**
     * Adds a failure, unless failures are throttled: those do not prolong it.
     *
     * @return for how many milliseconds this one is throttled, or 0
     */
    synchronized long add(long now, long within, long lockout) {
        if (now < lockedUntil) {
            return lockedUntil - now;
        }
        drop(now - within);
        if (counted == times.length) {
            times = Arrays.copyOf(times, Math.min(limit, times.length * 2));
        }
        times[counted++] = now;
        if (counted == limit) {
            lockedUntil = now + lockout;
            counted = 0; // the failure that fills the measure is still answered
        }
        return 0;
    }

    /** Forgets what is no longer counted. */
    private void drop(long before) {
        int old = 0;
        while (old < counted && times[old] <= before) {
            old++;
        }
        if (old > 0) {
            System.arraycopy(times, old, times, 0, counted - old);
            counted -= old;
        }
    }
}
