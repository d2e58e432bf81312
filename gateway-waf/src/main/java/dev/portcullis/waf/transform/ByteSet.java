package dev.portcullis.waf.transform;

/** An immutable set of byte values, 0 to 255. */
public final class ByteSet {
    /** Every byte. */
    public static final ByteSet ALL = new ByteSet(-1L, -1L, -1L, -1L);

    /** No byte. */
    public static final ByteSet NONE = new ByteSet(0, 0, 0, 0);

    private final long a;
    private final long b;
    private final long c;
    private final long d;
    private final boolean[] table = new boolean[256];

    private ByteSet(long a, long b, long c, long d) {
        this.a = a;
        this.b = b;
        this.c = c;
        this.d = d;
        for (int i = 0; i < 256; i++) {
            table[i] = contains(i);
        }
    }

    /** The set of these characters, each of which stands for the byte of the same number (ISO-8859-1). */
    public static ByteSet of(String characters) {
        ByteSet set = NONE;
        for (int i = 0; i < characters.length(); i++) {
            set = set.and(range(characters.charAt(i), characters.charAt(i)));
        }
        return set;
    }

    /** The bytes from {@code first} to {@code last}, both included. */
    public static ByteSet range(int first, int last) {
        if (first < 0 || last > 255 || first > last) {
            throw new IllegalArgumentException("not a range of bytes: " + first + " to " + last);
        }
        long[] words = new long[4];
        for (int i = first; i <= last; i++) {
            words[i >> 6] |= 1L << i;
        }
        return new ByteSet(words[0], words[1], words[2], words[3]);
    }

    /** The union of this set and another. */
    public ByteSet and(ByteSet other) {
        return new ByteSet(a | other.a, b | other.b, c | other.c, d | other.d);
    }

    /** Whether the set has this byte, given as 0 to 255 or as a signed byte. */
    public boolean contains(int value) {
        long word = switch ((value >> 6) & 3) {
            case 0 -> a;
            case 1 -> b;
            case 2 -> c;
            default -> d;
        };
        return (word >>> value & 1) != 0;
    }

    /** The set of all bytes that this set has not. */
    public ByteSet complement() {
        return new ByteSet(~a, ~b, ~c, ~d);
    }

    /** The index of the first byte of {@code bytes[from, to)} that is in the set; {@code to} if there is none. */
    public int firstIn(byte[] bytes, int from, int to) {
        boolean[] in = table;
        int i = from;
        while (i < to && !in[bytes[i] & 0xFF]) {
            i++;
        }
        return i;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteSet set && a == set.a && b == set.b && c == set.c && d == set.d;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(a * 31 + b) * 31 + Long.hashCode(c * 31 + d);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < 256; i++) {
            if (contains(i)) {
                text.append(text.length() == 1 ? "" : " ").append(i);
            }
        }
        return text.append(']').toString();
    }
}
