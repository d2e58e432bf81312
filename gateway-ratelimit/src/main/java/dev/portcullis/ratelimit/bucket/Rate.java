package dev.portcullis.ratelimit.bucket;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The exact arithmetic of one {@link Bandwidth}, in whole numbers: a token is {@link #price} units, each tick of the clock
 * brings {@link #gain} units, and the state of a bucket is one number, the point on the line of all units ever gained at
 * which it will be full. Nothing is ever rounded, so a bucket admits what a bucket with fractions would.
 *
 * <p>A tick is a nanosecond wherever the numbers of the bandwidth then fit ten years of uptime, else a microsecond or a
 * millisecond; a token that comes due inside a tick is there at the tick's end. Immutable.
 */
public final class Rate {
    /** What {@link #consume} answers where no wait would help: more tokens than the bucket can hold. */
    public static final long NEVER = Long.MIN_VALUE;

    private static final long[] TICKS = {1, 1_000, 1_000_000};
    private static final long[] COARSE_TICKS = {1_000, 1_000_000};
    /** Whole numbers that a double can add and multiply without rounding. */
    private static final long DOUBLES = 1L << 52;

    private static final long HORIZON_NANOS = Duration.ofDays(3653).toNanos();
    private static final long ROOM = 1L << 61;

    private final Bandwidth bandwidth;
    private final long tick;
    private final long gain;
    private final long price;
    private final long full;

    private Rate(Bandwidth bandwidth, long tick, long gain, long price) {
        this.bandwidth = bandwidth;
        this.tick = tick;
        this.gain = gain;
        this.price = price;
        this.full = bandwidth.capacity() * price;
    }

    /**
     * The arithmetic of a bandwidth.
     *
     * @throws IllegalArgumentException if its numbers are so large and so odd that they cannot be counted exactly
     */
    public static Rate of(Bandwidth bandwidth) {
        return of(bandwidth, TICKS, ROOM, HORIZON_NANOS);
    }

    /**
     * The arithmetic of a bandwidth for a store that counts microseconds and calculates with doubles, without rounding.
     *
     * @throws IllegalArgumentException if its numbers are so large and so odd that they cannot be counted exactly there
     */
    public static Rate relative(Bandwidth bandwidth) {
        return of(bandwidth, COARSE_TICKS, DOUBLES, 0);
    }

    private static Rate of(Bandwidth bandwidth, long[] ticks, long room, long horizon) {
        long period = requireNonNull(bandwidth, "bandwidth").per().toNanos();
        for (long tick : ticks) {
            if (period % tick != 0) {
                break;
            }
            long common = gcd(bandwidth.refill(), period / tick);
            long gain = bandwidth.refill() / common;
            long price = period / tick / common;
            if (gain <= ROOM / (HORIZON_NANOS / tick)
                    && gain <= room / Math.max(1, horizon / tick)
                    && price <= room / 4 / bandwidth.capacity()) {
                return new Rate(bandwidth, tick, gain, price);
            }
        }
        throw new IllegalArgumentException("a capacity of " + bandwidth.capacity() + " and a refill of "
                + bandwidth.refill() + " per " + bandwidth.per()
                + " cannot be counted exactly; choose rounder or smaller numbers");
    }

    /** What it is made of. */
    public Bandwidth bandwidth() {
        return bandwidth;
    }

    /** The nanoseconds of a tick. */
    public long tick() {
        return tick;
    }

    /** The units of a tick. */
    public long gain() {
        return gain;
    }

    /** The units of a token. */
    public long price() {
        return price;
    }

    /** The units of a full bucket. */
    public long full() {
        return full;
    }

    /** The units that arrive in this time, by whole ticks. */
    public long units(long nanos) {
        return gain * (tick == 1 ? nanos : nanos / tick);
    }

    /** The units that a time brings, rounded down; at most as many as can be counted beside a full bucket. */
    public long allowance(Duration wait) {
        long ticks = Math.min(wait.toNanos(), HORIZON_NANOS) / tick;
        return Math.min(Math.max(full, DOUBLES / 4), ticks > ROOM / gain ? ROOM : ticks * gain);
    }

    /** The time at which a bucket is full, rounded up. */
    long fullAtNanos(long fullAt) {
        return ((fullAt + gain - 1) / gain) * tick;
    }

    /** Where a bucket is full at this time at the latest. */
    long fullAt(long nanos) {
        return gain * ((nanos + tick - 1) / tick);
    }

    /** The longest time in nanoseconds from empty to full, with a debt of {@code allowance}. */
    long fillNanos(long allowance) {
        return fullAtNanos(full + allowance);
    }

    /**
     * What a bucket's missing units answer to a request for tokens.
     *
     * @param missing the units that it is short of being full; not negative
     * @param tokens how many are wanted; not negative
     * @param allowance the units that may be taken before they are there
     * @return the units missing afterwards, not negative; or, refused, minus the units still to come
     */
    public long consume(long missing, long tokens, long allowance) {
        if (tokens > bandwidth.capacity()) {
            return NEVER;
        }
        long after = missing + tokens * price;
        long beyond = after - full - allowance;
        return beyond <= 0 || tokens == 0 ? after : -beyond;
    }

    /** The whole tokens of a bucket that misses these units. */
    public long tokens(long missing) {
        return missing >= full ? 0 : (full - missing) / price;
    }

    /** How long these units take to arrive, in nanoseconds, rounded up. */
    public long nanosFor(long units) {
        return units <= 0 ? 0 : ((units + gain - 1) / gain) * tick;
    }

    /**
     * The units missing in a bucket of this rate that is as full, by proportion, as one of another rate; rounded up, at most
     * the whole of it.
     */
    long inherited(long missing, Rate before) {
        if (missing <= 0) {
            return 0;
        }
        if (missing >= before.full) {
            return full;
        }
        // the double is exact to 2^-52; one part in 2^50 more makes sure that nothing is refilled
        double part = (double) missing / before.full;
        return Math.min(full, (long) Math.ceil(full * part * (1 + 0x1p-50)) + 1);
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rate rate && rate.bandwidth.equals(bandwidth);
    }

    @Override
    public int hashCode() {
        return bandwidth.hashCode();
    }

    /** The bandwidth. */
    @Override
    public String toString() {
        return "Rate[" + bandwidth + "]";
    }
}
