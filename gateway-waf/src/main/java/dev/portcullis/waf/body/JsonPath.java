package dev.portcullis.waf.body;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The names of the leaves of one JSON text. All names together have a bound, since a long key may have many leaves. */
final class JsonPath {
    private static final byte[] ROOT = "json".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ELEMENT = ".array_".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DOT = {'.'};
    private static final byte[] EMPTY_KEY = "empty-key".getBytes(StandardCharsets.US_ASCII);
    private static final int OBJECT = -1;
    private static final long BASE = 1 << 20;
    private static final long PER_BYTE = 16;

    private final int deepest;
    private final SliceBuffer names = new SliceBuffer();
    private long left;
    private byte[] path = Arrays.copyOf(ROOT, 128);

    /** Where the name of the value that is being read ends in {@link #path}. */
    private int valueEnd = ROOT.length;

    /** For each open container the length of its own path, and how many elements it had if it is an array. */
    private int[] lengths = new int[16];

    private int[] counts = new int[16];
    private final byte[] digits = new byte[10];
    private int depth;
    private int nameFrom;

    JsonPath(int deepest, int length) {
        this.deepest = deepest;
        this.left = BASE + PER_BYTE * length;
    }

    int depth() {
        return depth;
    }

    boolean inArray() {
        return depth > 0 && counts[depth - 1] != OBJECT;
    }

    /** A key of the object that is open. */
    void key(byte[] source, int from, int to) {
        valueEnd = lengths[depth - 1];
        append(DOT, 0, 1);
        append(from == to ? EMPTY_KEY : source, from == to ? 0 : from, from == to ? EMPTY_KEY.length : to);
    }

    /** A value begins: in an array it is the next element. */
    void beginValue() {
        if (inArray()) {
            valueEnd = lengths[depth - 1];
            append(ELEMENT, 0, ELEMENT.length);
            appendNumber(counts[depth - 1]++);
        }
    }

    /** The value is a container. False if it lies too deep. */
    boolean open(boolean array) {
        if (depth == deepest) {
            return false;
        }
        if (depth == lengths.length) {
            lengths = Arrays.copyOf(lengths, depth * 2);
            counts = Arrays.copyOf(counts, depth * 2);
        }
        lengths[depth] = valueEnd;
        counts[depth] = array ? 0 : OBJECT;
        depth++;
        return true;
    }

    void close() {
        depth--;
    }

    /** Writes the name of the value down. False if the names are too long in all. */
    boolean name() {
        left -= valueEnd;
        if (left < 0) {
            return false;
        }
        names.reserve(valueEnd);
        nameFrom = names.end;
        System.arraycopy(path, 0, names.array, nameFrom, valueEnd);
        names.end += valueEnd;
        return true;
    }

    byte[] array() {
        return names.array;
    }

    int from() {
        return nameFrom;
    }

    int end() {
        return names.end;
    }

    private void append(byte[] source, int from, int to) {
        int end = valueEnd + to - from;
        if (end > path.length) {
            path = Arrays.copyOf(path, Math.max(end, path.length * 2));
        }
        System.arraycopy(source, from, path, valueEnd, to - from);
        valueEnd = end;
    }

    private void appendNumber(int number) {
        int at = digits.length;
        int rest = number;
        do {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        append(digits, at, digits.length);
    }
}
