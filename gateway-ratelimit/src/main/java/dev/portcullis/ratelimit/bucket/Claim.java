package dev.portcullis.ratelimit.bucket;

import static java.util.Objects.requireNonNull;

/** One bucket that a request takes from, and what came of it. Belongs to one request; not thread-safe. */
public final class Claim {
    final BucketTable table;
    final long high;
    final long low;
    final int rate;
    final long tokens;
    final long allowance;
    private long nanos;
    private long answer;

    /** A claim; the parameters are those of {@link BucketTable#consume}. */
    public Claim(BucketTable table, long high, long low, int rate, long tokens, long allowance) {
        this.table = requireNonNull(table, "table");
        this.high = high;
        this.low = low;
        this.rate = rate;
        this.tokens = tokens;
        this.allowance = allowance;
    }

    /** Sets the time of the next attempt, as for {@link BucketTable#consume}. */
    public Claim at(long time) {
        nanos = time;
        return this;
    }

    long nanos() {
        return nanos;
    }

    /** How many tokens it wants. */
    public long tokens() {
        return tokens;
    }

    /** What came of it, as {@link Rate#consume}: of a claim that was refused with others, what it would have been. */
    public long answer() {
        return answer;
    }

    /** Tells what came of it. */
    public void answer(long value) {
        answer = value;
    }
}
