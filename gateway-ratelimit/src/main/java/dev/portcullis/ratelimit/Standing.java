package dev.portcullis.ratelimit;

import dev.portcullis.ratelimit.bucket.Claim;
import dev.portcullis.ratelimit.bucket.Rate;

/**
 * How a request stands with one limit, as its client is told.
 *
 * @param taking what was tried
 * @param taken whether the request got what it wanted of all limits
 */
record Standing(Taking taking, boolean taken) {
    /** Adds the items of {@code RateLimit}. */
    void describe(StringBuilder to) {
        Limiter limiter = taking.limiter;
        if (limiter.concurrency()) {
            Fields.item(to, limiter.names[0], taking.free(), -1);
            return;
        }
        long unit = Fields.unit(limiter.limit.cost());
        Claim[] claims = taking.claims();
        for (int i = 0; i < claims.length; i++) {
            if (taking.isCrowdedOut()) {
                Fields.item(to, limiter.names[i], 0, taking.waitNanos());
                continue;
            }
            Rate rate = rate(i);
            long missing = taking.missing(i, taken);
            boolean refused = claims[i].answer() < 0;
            long nanos = refused ? taking.waitNanos(i) : rate.nanosFor(missing);
            Fields.item(to, limiter.names[i], rate.tokens(missing) * unit, nanos);
        }
    }

    /** The index of the bucket that has the fewest tokens left. */
    private int tightest() {
        int tightest = 0;
        for (int i = 1; i < taking.claims().length; i++) {
            tightest = tokens(i) < tokens(tightest) ? i : tightest;
        }
        return tightest;
    }

    private Rate rate(int i) {
        return taking.terms().rates()[i];
    }

    private long tokens(int i) {
        return rate(i).tokens(taking.missing(i, taken));
    }

    /** The tokens left in the bucket that has the fewest, or the places. */
    long left() {
        return taking.limiter.concurrency() ? taking.free() : tokens(tightest());
    }

    /** The capacity of the bucket that has the fewest tokens left, or all places. */
    long most() {
        return taking.limiter.concurrency()
                ? taking.terms().concurrency()
                : rate(tightest()).bandwidth().capacity();
    }

    /** The time until all buckets are full and the request could be let through, in nanoseconds. */
    long resetNanos() {
        long reset = taking.refuses() ? taking.waitNanos() : 0;
        for (int i = 0; i < taking.claims().length; i++) {
            reset = Math.max(reset, rate(i).nanosFor(taking.missing(i, taken)));
        }
        return reset;
    }
}
