package dev.portcullis.waf.pattern;

/**
 * Short folded texts, each in one {@code long}: the first character in the highest byte, the length in the lowest. So
 * thousands of them are compared, joined and cut without an object each, and sorting them brings those together that begin
 * alike.
 */
final class Literal {
    /** The most characters of a text; what is longer is cut off. */
    static final int LONGEST = 7;

    static final long EMPTY = 0;

    private static final int LENGTH = 0xFF;

    private Literal() {}

    /** The text of one folded character. */
    static long of(int folded) {
        return (long) folded << 56 | 1;
    }

    /** A text of folded characters, of which the first {@link #LONGEST} are kept. */
    static long of(String folded) {
        long text = EMPTY;
        for (int i = 0; i < folded.length(); i++) {
            text = join(text, of(folded.charAt(i)));
        }
        return text;
    }

    static int length(long text) {
        return (int) text & LENGTH;
    }

    static int at(long text, int index) {
        return (int) (text >>> 56 - 8 * index) & 0xFF;
    }

    /** One text behind the other, as far as there is room. */
    static long join(long a, long b) {
        int before = length(a);
        int length = Math.min(before + length(b), LONGEST);
        return before == 0 ? b : (a & ~LENGTH) | (b >>> 8 * before & ~LENGTH) | length;
    }

    /** The piece of the given length that starts at an index. */
    static long piece(long text, int from, int length) {
        return length == 0 ? EMPTY : text << 8 * from & -1L << 64 - 8 * length | length;
    }

    /** The end of a text, at most so long. */
    static long end(long text, int most) {
        int length = length(text);
        return length <= most ? text : piece(text, length - most, most);
    }

    static boolean startsWith(long text, long start) {
        int length = length(start);
        return length <= length(text) && piece(text, 0, length) == start;
    }

    static String toString(long text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < length(text); i++) {
            out.append((char) at(text, i));
        }
        return out.toString();
    }
}
