package dev.portcullis.waf.pattern;

import java.util.Arrays;

/**
 * Which entries of a {@link Prefilter} can match a value: a set of their numbers, filled by
 * {@link Prefilter#scan} without allocating. It belongs to one thread at a time and to one prefilter.
 */
public final class Candidates {
    private final long[] words;
    private final long[] hits;
    private final long[] noted;

    Candidates(int words, int outputs) {
        this.words = new long[words];
        this.hits = new long[2 * words];
        this.noted = new long[(outputs + 63) >>> 6];
    }

    /** Whether the entry can match. */
    public boolean contains(int entry) {
        return (words[entry >>> 6] >>> entry & 1) != 0;
    }

    /** The smallest member that is at least the given number; -1 without one. */
    public int next(int entry) {
        int word = entry >>> 6;
        if (word >= words.length) {
            return -1;
        }
        long rest = words[word] & (-1L << entry);
        while (rest == 0) {
            if (++word == words.length) {
                return -1;
            }
            rest = words[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(rest);
    }

    /** Leaves no member. */
    public void clear() {
        Arrays.fill(words, 0);
        Arrays.fill(hits, 0);
        Arrays.fill(noted, 0);
    }

    /** The number of members. */
    public int size() {
        int size = 0;
        for (long word : words) {
            size += Long.bitCount(word);
        }
        return size;
    }

    /** The number of {@linkplain #word words}. */
    public int words() {
        return words.length;
    }

    /** 64 members as bits: number {@code 64 * index} is the lowest. */
    public long word(int index) {
        return words[index];
    }

    long[] result() {
        return words;
    }

    long[] hits() {
        return hits;
    }

    /** A bit for each output of the scanner. */
    long[] noted() {
        return noted;
    }
}
