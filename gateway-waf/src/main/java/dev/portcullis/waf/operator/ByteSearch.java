package dev.portcullis.waf.operator;

import java.util.Arrays;

/** Finds bytes in bytes, in linear time also where both come from a request. */
final class ByteSearch {
    /** Up to this length of the needle the plain loop is bounded well enough. */
    private static final int PLAIN = 32;

    private ByteSearch() {}

    /** The index of the first occurrence at or after {@code from}, -1 if there is none. */
    static int indexOf(byte[] value, int from, int to, byte[] needle, int needleFrom, int needleTo) {
        int length = needleTo - needleFrom;
        if (length == 0) {
            return from;
        }
        if (length > PLAIN) {
            return to - from < length ? -1 : indexOfLong(value, from, to, needle, needleFrom, length);
        }
        byte first = needle[needleFrom];
        // Words in a list begin and end alike: a byte from the middle tells them apart soonest.
        int middle = length >>> 1;
        byte inner = needle[needleFrom + middle];
        for (int i = from; i <= to - length; i++) {
            if (value[i] == first
                    && value[i + middle] == inner
                    && Arrays.equals(value, i, i + length, needle, needleFrom, needleTo)) {
                return i;
            }
        }
        return -1;
    }

    /** Knuth, Morris and Pratt. */
    private static int indexOfLong(byte[] value, int from, int to, byte[] needle, int needleFrom, int length) {
        int[] border = new int[length];
        int k = 0;
        for (int i = 1; i < length; i++) {
            while (k > 0 && needle[needleFrom + i] != needle[needleFrom + k]) {
                k = border[k - 1];
            }
            if (needle[needleFrom + i] == needle[needleFrom + k]) {
                k++;
            }
            border[i] = k;
        }
        k = 0;
        for (int i = from; i < to; i++) {
            while (k > 0 && value[i] != needle[needleFrom + k]) {
                k = border[k - 1];
            }
            if (value[i] == needle[needleFrom + k] && ++k == length) {
                return i + 1 - length;
            }
        }
        return -1;
    }
}
