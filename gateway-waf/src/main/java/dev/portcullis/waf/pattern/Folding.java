package dev.portcullis.waf.pattern;

/**
 * Bytes that the literal scan takes for the same: both cases of an ASCII letter, all white space, all digits, and of the
 * bytes above ASCII those that begin a character of UTF-8 and two halves of those that go on with one. That lets it find
 * more than there is, never less, and keeps literals few and the table of the scan small.
 */
final class Folding {
    private static final int LOW_CONTINUATION = 0x80;
    private static final int HIGH_CONTINUATION = 0xA0;
    private static final int LEAD = 0xC0;

    private Folding() {}

    /** The byte that stands for the given one. */
    static int of(int value) {
        if (value >= LOW_CONTINUATION) {
            return value >= LEAD ? LEAD : value >= HIGH_CONTINUATION ? HIGH_CONTINUATION : LOW_CONTINUATION;
        }
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
            case LOW_CONTINUATION -> ByteSet.range(LOW_CONTINUATION, HIGH_CONTINUATION - 1);
            case HIGH_CONTINUATION -> ByteSet.range(HIGH_CONTINUATION, LEAD - 1);
            case LEAD -> ByteSet.range(LEAD, 0xFF);
            default -> ByteSet.of(folded).withBothCases();
        };
    }
}
