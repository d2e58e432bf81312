package dev.portcullis.waf.pattern;

/** A set of byte values, 0 to 255. Immutable. */
final class ByteSet {
    private static final ByteSet[] SINGLE = singles();

    static final ByteSet EMPTY = new ByteSet(0, 0, 0, 0);
    static final ByteSet ALL = EMPTY.complement();
    static final ByteSet LINE_FEED = of('\n');
    static final ByteSet NOT_LINE_FEED = LINE_FEED.complement();
    static final ByteSet DIGIT = range('0', '9');
    static final ByteSet UPPER = range('A', 'Z');
    static final ByteSet LOWER = range('a', 'z');
    static final ByteSet LETTER = UPPER.union(LOWER);
    static final ByteSet WORD = LETTER.union(DIGIT).union(of('_'));
    /** {@code \s}: tab, line feed, vertical tab, form feed, carriage return, space. */
    static final ByteSet SPACE = range(9, 13).union(of(' '));
    /** {@code \h}: tab, space and the no-break space of ISO 8859-1. */
    static final ByteSet HORIZONTAL_SPACE = of('\t').union(of(' ')).union(of(0xA0));
    /** {@code \v}: line feed, vertical tab, form feed, carriage return and NEL. */
    static final ByteSet VERTICAL_SPACE = range(10, 13).union(of(0x85));

    private final long w0;
    private final long w1;
    private final long w2;
    private final long w3;

    private ByteSet(long w0, long w1, long w2, long w3) {
        this.w0 = w0;
        this.w1 = w1;
        this.w2 = w2;
        this.w3 = w3;
    }

    static ByteSet of(int value) {
        return SINGLE[value];
    }

    private static ByteSet[] singles() {
        ByteSet[] sets = new ByteSet[256];
        for (int i = 0; i < 256; i++) {
            sets[i] = range(i, i);
        }
        return sets;
    }

    /** All values from low to high, both included. */
    static ByteSet range(int low, int high) {
        long[] words = new long[4];
        for (int v = low; v <= high; v++) {
            words[v >>> 6] |= 1L << v;
        }
        return new ByteSet(words[0], words[1], words[2], words[3]);
    }

    /** The set of all members of the bytes. */
    static ByteSet ofAll(String latin1) {
        ByteSet set = EMPTY;
        for (int i = 0; i < latin1.length(); i++) {
            set = set.union(of(latin1.charAt(i)));
        }
        return set;
    }

    boolean contains(int value) {
        return (word(value >>> 6) >>> value & 1) != 0;
    }

    /** One of the four words, 64 values each, lowest first. */
    long word(int index) {
        return switch (index) {
            case 0 -> w0;
            case 1 -> w1;
            case 2 -> w2;
            default -> w3;
        };
    }

    int size() {
        return Long.bitCount(w0) + Long.bitCount(w1) + Long.bitCount(w2) + Long.bitCount(w3);
    }

    boolean isEmpty() {
        return (w0 | w1 | w2 | w3) == 0;
    }

    /** The smallest member; -1 without one. */
    int first() {
        for (int i = 0; i < 4; i++) {
            if (word(i) != 0) {
                return (i << 6) + Long.numberOfTrailingZeros(word(i));
            }
        }
        return -1;
    }

    ByteSet union(ByteSet o) {
        return new ByteSet(w0 | o.w0, w1 | o.w1, w2 | o.w2, w3 | o.w3);
    }

    ByteSet intersect(ByteSet o) {
        return new ByteSet(w0 & o.w0, w1 & o.w1, w2 & o.w2, w3 & o.w3);
    }

    ByteSet minus(ByteSet o) {
        return new ByteSet(w0 & ~o.w0, w1 & ~o.w1, w2 & ~o.w2, w3 & ~o.w3);
    }

    ByteSet complement() {
        return new ByteSet(~w0, ~w1, ~w2, ~w3);
    }

    boolean intersects(ByteSet o) {
        return ((w0 & o.w0) | (w1 & o.w1) | (w2 & o.w2) | (w3 & o.w3)) != 0;
    }

    boolean containsAll(ByteSet o) {
        return o.minus(this).isEmpty();
    }

    /** This set with the other case of every ASCII letter in it. */
    ByteSet withBothCases() {
        // Letters lie in the second word: A-Z at bits 1 to 26, a-z at bits 33 to 58.
        long upper = w1 & 0x07FF_FFFEL;
        long lower = w1 & 0x07FF_FFFE_0000_0000L;
        return new ByteSet(w0, w1 | upper << 32 | lower >>> 32, w2, w3);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof ByteSet s && w0 == s.w0 && w1 == s.w1 && w2 == s.w2 && w3 == s.w3;
    }

    @Override
    public int hashCode() {
        long hash = ((w0 * 31 + w1) * 31 + w2) * 31 + w3;
        hash *= 0x9E37_79B9_7F4A_7C15L;
        return (int) (hash >>> 32);
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("[");
        for (int v = 0; v < 256; v++) {
            if (contains(v)) {
                if (v > ' ' && v < 127 && v != '\\' && v != ']') {
                    out.append((char) v);
                } else {
                    out.append("\\x").append(Character.forDigit(v >> 4, 16)).append(Character.forDigit(v & 15, 16));
                }
            }
        }
        return out.append(']').toString();
    }
}
