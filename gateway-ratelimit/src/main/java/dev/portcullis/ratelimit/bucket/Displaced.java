package dev.portcullis.ratelimit.bucket;

import java.util.concurrent.atomic.LongAdder;

/**
 * What is left of buckets that had to make room: four bytes each, with the time at which the bucket is full again, rounded up
 * to a four-thousandth of its filling time. A bucket that comes back is never fuller than it was.
 *
 * <p>Keys with the same print share an entry, which has the later of their times.
 *
 * <p>A set that has no room even for that remembers the latest of the times it had to drop, and presumes it of every key
 * that it does not know: what is lost is precision, against whoever comes anew, and never a refusal. Until then a stranger is
 * mistaken for a displaced key with a probability of at most 56 in 2^20.
 *
 * <p>Thread-safe; each set has a lock of its own, inside which no other lock is taken.
 */
final class Displaced {
    private static final int WORDS = 32;
    private static final int HEADER = 4;
    static final int ENTRIES = 2 * (WORDS - HEADER);
    static final int SET_BYTES = WORDS * Long.BYTES;

    private static final int BASE = 1;
    private static final int QUANTUM = 2;
    private static final int DROPPED = 3;

    private static final int AHEAD_BITS = 12;
    private static final int AHEAD = (1 << AHEAD_BITS) - 1;
    private static final int STEPS = 4000;

    private final Pages pages;
    private final int sets;
    private final LongAdder presumed = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private volatile boolean used;
    private volatile long quantum = 1;

    Displaced(int sets) {
        this.sets = sets;
        pages = new Pages(sets, WORDS);
    }

    /** Makes sure that the filling time of this length fits. */
    synchronized void reach(long fillNanos) {
        quantum = Math.max(quantum, fillNanos / STEPS + 1);
    }

    /** Keeps the time at which a displaced bucket is full. */
    void put(long hash, long fullAtNanos, long nanos) {
        used = true;
        int set = set(hash);
        long[] page = pages.of(set);
        int at = (set * WORDS) & (Pages.PAGE_WORDS - 1);
        SetLocks.lock(page, at);
        bring(page, at, nanos);
        long ahead = (fullAtNanos + page[at + QUANTUM] - 1) / page[at + QUANTUM] - page[at + BASE];
        if (ahead > AHEAD) {
            drop(page, at, fullAtNanos);
        } else if (ahead > 0) {
            keep(page, at, print(hash), (int) ahead);
        }
        SetLocks.unlock(page, at);
    }

    /**
     * What is known of a bucket that comes back: the time at which it is full, at the latest; 0 where nothing is known. The
     * entry stays until that time, as it may be another key's with the same print; a bucket's own time never moves back.
     */
    long take(long hash, long nanos) {
        if (!used) {
            return 0;
        }
        int set = set(hash);
        if (!pages.touched(set)) {
            return 0;
        }
        long[] page = pages.of(set);
        int at = (set * WORDS) & (Pages.PAGE_WORDS - 1);
        SetLocks.lock(page, at);
        bring(page, at, nanos);
        long fullAt = page[at + DROPPED];
        boolean known = false;
        int print = print(hash);
        for (int i = 0; i < ENTRIES; i++) {
            int entry = entry(page, at, i);
            if (entry >>> AHEAD_BITS == print && entry != 0) {
                fullAt = (page[at + BASE] + (entry & AHEAD)) * page[at + QUANTUM];
                known = true;
                break;
            }
        }
        SetLocks.unlock(page, at);
        if (!known && fullAt > nanos) {
            presumed.increment();
        }
        return fullAt;
    }

    /** How often a key that was not known had to be presumed drained. */
    long presumed() {
        return presumed.sum();
    }

    /** How many displaced buckets are remembered by their set alone. */
    long dropped() {
        return dropped.sum();
    }

    private int set(long hash) {
        return (int) (((hash >>> 32) * sets) >>> 32);
    }

    /** Twenty bits, none of which chose the set, and never all zero. */
    private static int print(long hash) {
        int print = (int) hash & 0xFFFFF;
        return print == 0 ? 1 : print;
    }

    /** Lets go of what is full by now, and counts the rest from now on. */
    private void bring(long[] page, int at, long nanos) {
        long wanted = quantum;
        long own = page[at + QUANTUM];
        long base = page[at + BASE];
        long now = nanos / wanted;
        if (own == wanted && now <= base) {
            return;
        }
        if (own == 0) {
            page[at + QUANTUM] = wanted;
            page[at + BASE] = now;
            return;
        }
        for (int i = 0; i < ENTRIES; i++) {
            int entry = entry(page, at, i);
            if (entry == 0) {
                continue;
            }
            long fullAt = (base + (entry & AHEAD)) * own;
            long ahead = (fullAt + wanted - 1) / wanted - now;
            set(page, at, i, ahead <= 0 ? 0 : (entry & ~AHEAD) | (int) Math.min(ahead, AHEAD));
        }
        page[at + QUANTUM] = wanted;
        page[at + BASE] = now;
    }

    private void keep(long[] page, int at, int print, int ahead) {
        int free = -1;
        int least = -1;
        int leastAhead = ahead;
        for (int i = 0; i < ENTRIES; i++) {
            int entry = entry(page, at, i);
            if (entry == 0) {
                free = i;
            } else if (entry >>> AHEAD_BITS == print) {
                set(page, at, i, (print << AHEAD_BITS) | Math.max(ahead, entry & AHEAD));
                return;
            } else if ((entry & AHEAD) < leastAhead) {
                least = i;
                leastAhead = entry & AHEAD;
            }
        }
        if (free < 0) {
            drop(page, at, (page[at + BASE] + leastAhead) * page[at + QUANTUM]);
            free = least;
        }
        if (free >= 0) {
            set(page, at, free, (print << AHEAD_BITS) | ahead);
        }
    }

    private void drop(long[] page, int at, long fullAtNanos) {
        dropped.increment();
        page[at + DROPPED] = Math.max(page[at + DROPPED], fullAtNanos);
    }

    private static int entry(long[] page, int at, int i) {
        return (int) (page[at + HEADER + (i >> 1)] >>> ((i & 1) << 5));
    }

    private static void set(long[] page, int at, int i, int entry) {
        int word = at + HEADER + (i >> 1);
        int shift = (i & 1) << 5;
        page[word] = (page[word] & ~(0xFFFFFFFFL << shift)) | ((entry & 0xFFFFFFFFL) << shift);
    }
}
