package dev.portcullis.waf.transform;

/** White space as the "C" locale has it: space, tab, line feed, vertical tab, form feed, carriage return. */
final class Whitespace {
    static final ByteSet ALL = ByteSet.of(" ").and(ByteSet.range(9, 13));

    /** The same, and the no-break space of ISO-8859-1, which an entity decoder leaves behind. */
    static final ByteSet WITH_NO_BREAK_SPACE = ALL.and(ByteSet.range(0xA0, 0xA0));

    private Whitespace() {}

    static boolean is(byte c) {
        return c == ' ' || c >= 9 && c <= 13;
    }
}
