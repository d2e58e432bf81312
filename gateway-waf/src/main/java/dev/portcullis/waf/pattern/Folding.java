package dev.portcullis.waf.pattern;

/**
 * Bytes that the literal scan takes for the same: both cases of an ASCII letter, all white space, all
 * digits. That lets it
 * find more than there is, never less, and keeps the literals few.
 */
final class Folding {
    private Folding() {}

    /** The byte that stands for the given one. */
    static int of(int value) {
        if (ByteSet.SPACE.contains(value)) {
            return ' ';
        }
        if (ByteSet.DIGIT.contains(value)) {
            return '0';
        }
        return ByteSet.UPPER.contains(value) ? value + 32 : value;
    }

    /** All bytes for which the given one stands. */
    static ByteSet members(int folded) {
        return switch (folded) {
            case ' ' -> ByteSet.SPACE;
            case '0' -> ByteSet.DIGIT;
            default -> ByteSet.of(folded).withBothCases();
        };
    }
}
