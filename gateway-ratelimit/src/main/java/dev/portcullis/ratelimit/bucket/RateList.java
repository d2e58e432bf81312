package dev.portcullis.ratelimit.bucket;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The rates that a table's buckets refer to by number. Thread-safe. */
final class RateList {
    private static final int MOST = 250;
    /** The policies before the newest that may still have exchanges under way. */
    private static final int KEPT_GENERATIONS = 2;

    /** Frees a number: every bucket of one rate becomes one of another. */
    interface Rewriting {
        void rewrite(int from, int to);
    }

    private final AtomicReferenceArray<Rate> rates = new AtomicReferenceArray<>(MOST);
    private final long[] usedIn = new long[MOST];
    private long generation;

    Rate get(int number) {
        return rates.getAcquire(number);
    }

    /** The numbers of these rates; the first of them is the heir of those that have to go. */
    synchronized int[] use(List<Rate> wanted, Rewriting rewriting) {
        if (wanted.isEmpty() || wanted.size() > MOST / 4) {
            throw new IllegalArgumentException("a limit has 1 to " + MOST / 4 + " rates, got " + wanted.size());
        }
        generation++;
        int[] numbers = new int[wanted.size()];
        for (int i = 0; i < numbers.length; i++) {
            int known = number(wanted.get(i));
            numbers[i] = known >= 0 ? known : admit(wanted.get(i), numbers, i, rewriting);
            usedIn[numbers[i]] = generation;
        }
        return numbers;
    }

    private int number(Rate wanted) {
        for (int i = 0; i < MOST; i++) {
            if (wanted.equals(rates.getPlain(i))) {
                return i;
            }
        }
        return -1;
    }

    private int admit(Rate wanted, int[] numbers, int done, Rewriting rewriting) {
        int oldest = 0;
        for (int i = 0; i < MOST; i++) {
            if (rates.getPlain(i) == null) {
                rates.setRelease(i, wanted);
                return i;
            }
            if (usedIn[i] < usedIn[oldest]) {
                oldest = i;
            }
        }
        if (usedIn[oldest] > generation - 1 - KEPT_GENERATIONS) {
            throw new IllegalArgumentException("too many rates at the same time");
        }
        int heir = done > 0 ? numbers[0] : newest();
        rewriting.rewrite(oldest, heir);
        rates.setRelease(oldest, wanted);
        return oldest;
    }

    private int newest() {
        int newest = 0;
        for (int i = 1; i < MOST; i++) {
            newest = usedIn[i] > usedIn[newest] ? i : newest;
        }
        return newest;
    }
}
