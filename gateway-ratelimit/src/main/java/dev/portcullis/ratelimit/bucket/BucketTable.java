package dev.portcullis.ratelimit.bucket;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The buckets of all keys of one bandwidth of one limit, in a fixed amount of memory.
 *
 * <p>A full bucket says nothing and takes no room. Each other bucket is 16 bytes in a set of seven; where a set holds seven
 * that are not full, the one that is full soonest is {@link Displaced displaced} to four bytes. So no number of keys grows
 * the table, and none of them is refilled by being forgotten.
 *
 * <p>Thread-safe. A set is guarded by a word of its own, so that whatever interleaving of threads, a bucket admits exactly
 * what it holds.
 */
public final class BucketTable {
    /** The bytes of memory that one key takes while its bucket is neither full nor displaced. */
    public static final double BYTES_PER_KEY = 128.0 / 7;

    private static final int SLOTS = 7;
    private static final int WORDS = 16;
    /** The words of a set: its lock, then for each slot the tag of a key and the state of its bucket, side by side. */
    private static final int FIRST = 1;

    private static final int STRIDE = 2;
    private static final int STATE = 1;
    private static final int END = FIRST + SLOTS * STRIDE;
    private static final int SET_BYTES = WORDS * Long.BYTES;
    private static final long RATE_MASK = 0xFF;

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final long number = NUMBERS.getAndIncrement();
    private final Pages pages;
    private final int sets;
    private final Displaced displaced;
    private final LongAdder displacements = new LongAdder();
    private final RateList rates = new RateList();

    /**
     * A table.
     *
     * @param bytes the most memory it takes: half for whole buckets, half for displaced ones; at least 64 KiB. Memory is taken
     *     in pages of 4 KiB as keys come.
     */
    public BucketTable(long bytes) {
        if (bytes < 64 << 10 || bytes > 64L << 30) {
            throw new IllegalArgumentException("bytes: 64 KiB to 64 GiB expected, got " + bytes);
        }
        sets = Math.toIntExact(bytes / 2 / SET_BYTES);
        pages = new Pages(sets, WORDS);
        displaced = new Displaced(Math.toIntExact(bytes / 2 / Displaced.SET_BYTES));
    }

    /**
     * Makes rates known to the table, and says by which numbers they are known to it; those not named here may lose theirs
     * once 250 are known.
     *
     * @param wanted the rates
     * @param allowance the most units that will be asked for before they are there
     * @param nanos the time, as for {@link #consume}
     */
    public int[] use(List<Rate> wanted, long allowance, long nanos) {
        for (Rate rate : wanted) {
            displaced.reach(rate.fillNanos(allowance));
        }
        return rates.use(requireNonNull(wanted, "wanted"), (from, to) -> rewrite(from, to, nanos));
    }

    /**
     * Takes tokens from the bucket of a key, or none.
     *
     * @param high a hash of the key, of which no one outside can find two keys that share it
     * @param low another 64 bits of it
     * @param rate the number of the rate
     * @param tokens how many
     * @param allowance the units that may be taken before they are there
     * @param nanos the time, not negative, of a clock that does not go back
     * @return as {@link Rate#consume}
     */
    public long consume(long high, long low, int rate, long tokens, long allowance, long nanos) {
        int set = setOf(high);
        long[] page = pages.of(set);
        int at = at(set);
        SetLocks.lock(page, at);
        try {
            int slot = slot(page, at, set, tag(low, rate), nanos);
            Rate its = rates.get(rate);
            long now = its.units(nanos);
            long missing = Math.max(0, page[slot] - now);
            long answer = its.consume(missing, tokens, allowance);
            if (answer >= 0) {
                page[slot] = now + answer;
            }
            return answer;
        } finally {
            SetLocks.unlock(page, at);
        }
    }

    /**
     * What is missing in the bucket of a key, by what is known here; changes nothing.
     *
     * @return the units of the rate; where the bucket was last changed at another rate, their complement, which is negative
     */
    public long look(long high, long low, int rate, long nanos) {
        int set = setOf(high);
        if (!pages.touched(set)) {
            return 0;
        }
        long[] page = pages.of(set);
        int at = at(set);
        long tag = tag(low, rate);
        SetLocks.lock(page, at);
        try {
            for (int i = at + FIRST; i < at + END; i += STRIDE) {
                if (((page[i] ^ tag) & ~RATE_MASK) == 0) {
                    Rate own = rates.get((int) (page[i] & RATE_MASK));
                    long missing = Math.max(0, page[i + STATE] - own.units(nanos));
                    return page[i] == tag ? missing : ~rates.get(rate).inherited(missing, own);
                }
            }
            return 0;
        } finally {
            SetLocks.unlock(page, at);
        }
    }

    /** Notes what is missing in the bucket of a key, as somebody else knows it. */
    public void store(long high, long low, int rate, long missing, long nanos) {
        int set = setOf(high);
        long[] page = pages.of(set);
        int at = at(set);
        SetLocks.lock(page, at);
        try {
            int slot = slot(page, at, set, tag(low, rate), nanos);
            page[slot] = rates.get(rate).units(nanos) + missing;
        } finally {
            SetLocks.unlock(page, at);
        }
    }

    /** Its place in the order in which the locks of several tables are taken. */
    long number() {
        return number;
    }

    int setOf(long high) {
        return (int) (((high >>> 32) * sets) >>> 32);
    }

    static int at(int set) {
        return (set * WORDS) & (Pages.PAGE_WORDS - 1);
    }

    static long tag(long low, int rate) {
        long tag = low & ~RATE_MASK;
        return (tag == 0 ? ~RATE_MASK : tag) | rate;
    }

    long[] page(int set) {
        return pages.of(set);
    }

    Rate rate(int number) {
        return rates.get(number);
    }

    /** Finds the word of a bucket, or makes room for it; inside the set's lock. */
    int slot(long[] page, int at, int set, long tag, long nanos) {
        for (int i = at + FIRST; i < at + END; i += STRIDE) {
            long other = page[i];
            if (((other ^ tag) & ~RATE_MASK) == 0) {
                if (other != tag) {
                    revalue(page, i, tag, nanos);
                }
                return i + STATE;
            }
        }
        return admit(page, at, set, tag, nanos);
    }

    private int admit(long[] page, int at, int set, long tag, long nanos) {
        int victim = -1;
        long soonest = Long.MAX_VALUE;
        for (int i = at + FIRST; i < at + END; i += STRIDE) {
            long other = page[i];
            if (other == 0) {
                victim = i;
                soonest = 0;
                break;
            }
            long fullAt = rates.get((int) (other & RATE_MASK)).fullAtNanos(page[i + STATE]);
            if (fullAt < soonest) {
                victim = i;
                soonest = fullAt;
            }
        }
        if (soonest > nanos) {
            displacements.increment();
            displaced.put(remembered(page[victim], set), soonest, nanos);
        }
        page[victim] = tag;
        long back = displaced.take(remembered(tag, set), nanos);
        page[victim + STATE] = back > nanos ? rates.get((int) (tag & RATE_MASK)).fullAt(back) : 0;
        return victim + STATE;
    }

    /** What was taken at one rate is, by proportion, taken at another. */
    private void revalue(long[] page, int tagAt, long tag, long nanos) {
        Rate before = rates.get((int) (page[tagAt] & RATE_MASK));
        Rate after = rates.get((int) (tag & RATE_MASK));
        long missing = Math.max(0, page[tagAt + STATE] - before.units(nanos));
        page[tagAt] = tag;
        page[tagAt + STATE] = after.units(nanos) + after.inherited(missing, before);
    }

    /** Rewrites every bucket of a rate, so that the rate's number is free. */
    private void rewrite(int from, int to, long nanos) {
        for (int set = 0; set < sets; set++) {
            if (!pages.touched(set)) {
                continue;
            }
            long[] page = pages.of(set);
            int at = at(set);
            SetLocks.lock(page, at);
            for (int i = at + FIRST; i < at + END; i += STRIDE) {
                if (page[i] != 0 && (page[i] & RATE_MASK) == from) {
                    revalue(page, i, (page[i] & ~RATE_MASK) | to, nanos);
                }
            }
            SetLocks.unlock(page, at);
        }
    }

    /** The hash by which a bucket is known once it is displaced. */
    private static long remembered(long tag, int set) {
        long hash = (tag >>> 8) * 0x9E3779B97F4A7C15L ^ (long) set * 0xC2B2AE3D27D4EB4FL;
        hash = (hash ^ hash >>> 32) * 0xD6E8FEB86659FD93L;
        return hash ^ hash >>> 29;
    }

    /** How many buckets were displaced so far. */
    public long displacements() {
        return displacements.sum();
    }

    /** How often a key that was not known had to be presumed drained, because its set had dropped a displaced bucket. */
    public long presumed() {
        return displaced.presumed();
    }

    /** How many displaced buckets were dropped so far. */
    public long dropped() {
        return displaced.dropped();
    }
}
