package dev.portcullis.waf.detect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Words of ASCII by number, found among bytes without regard to case and without allocating. Filled once, by the static
 * initializer that owns it, and never changed afterwards.
 */
final class WordTable {
    /** What {@link #find} returns for a word that is not in the table. */
    static final int NONE = -1;

    private final byte[][] keys;
    private int longest;

    /** A table with this many slots, a power of two and well above the number of words. */
    WordTable(int slots) {
        this.keys = new byte[slots][];
    }

    int slots() {
        return keys.length;
    }

    /** Adds a word in small letters, if it is not there; gives its number. */
    int add(String word) {
        byte[] key = word.getBytes(StandardCharsets.US_ASCII);
        longest = Math.max(longest, key.length);
        int i = hash(key, 0, key.length);
        while (keys[i] != null && !Arrays.equals(keys[i], key)) {
            i = (i + 1) & (keys.length - 1);
        }
        keys[i] = key;
        return i;
    }

    /** Adds all words between single spaces. */
    void addAll(String words) {
        for (String word : words.split(" ", -1)) {
            add(word);
        }
    }

    /** The number of the word {@code a[from, to)}, in any case. */
    int find(byte[] a, int from, int to) {
        int length = to - from;
        if (length > longest || length == 0) {
            return NONE;
        }
        int i = hash(a, from, to);
        while (keys[i] != null) {
            if (equal(keys[i], a, from, length)) {
                return i;
            }
            i = (i + 1) & (keys.length - 1);
        }
        return NONE;
    }

    boolean contains(byte[] a, int from, int to) {
        return find(a, from, to) != NONE;
    }

    private static boolean equal(byte[] key, byte[] a, int from, int length) {
        if (key.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (Bytes.lower(a[from + i]) != key[i]) {
                return false;
            }
        }
        return true;
    }

    private int hash(byte[] a, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + Bytes.lower(a[i]);
        }
        return (hash ^ hash >>> 11) & (keys.length - 1);
    }
}
