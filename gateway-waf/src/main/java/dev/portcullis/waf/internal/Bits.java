package dev.portcullis.waf.internal;

/** Sets of small numbers, a bit each. */
final class Bits {
    private Bits() {}

    static long[] forSize(int size) {
        return new long[(size + 63) >>> 6];
    }

    static void set(long[] bits, int index) {
        bits[index >>> 6] |= 1L << index;
    }

    static boolean get(long[] bits, int index) {
        return (bits[index >>> 6] >>> index & 1) != 0;
    }

    /** The smallest member that is at least the given number; {@link Integer#MAX_VALUE} without one. */
    static int next(long[] bits, int index) {
        int word = index >>> 6;
        if (word >= bits.length) {
            return Integer.MAX_VALUE;
        }
        long rest = bits[word] & (-1L << index);
        while (rest == 0) {
            if (++word == bits.length) {
                return Integer.MAX_VALUE;
            }
            rest = bits[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(rest);
    }

    static boolean intersect(long[] a, long[] b) {
        for (int w = 0; w < a.length; w++) {
            if ((a[w] & b[w]) != 0) {
                return true;
            }
        }
        return false;
    }

    static void addAll(long[] to, long[] from) {
        for (int w = 0; w < to.length; w++) {
            to[w] |= from[w];
        }
    }
}
