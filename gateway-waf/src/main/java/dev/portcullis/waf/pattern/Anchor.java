package dev.portcullis.waf.pattern;

/** The conditions on a place that consume nothing. What each means on bytes is PCRE's definition. */
enum Anchor {
    /** {@code \A}, and {@code ^} without MULTILINE: the very start. */
    TEXT_START(0),
    /** {@code ^} with MULTILINE: the very start, and after a line feed unless the text ends there. */
    LINE_START(1),
    /** {@code \z}: the very end. */
    TEXT_END(2),
    /** {@code \Z}, and {@code $} without MULTILINE: the end, or before a line feed that ends the text. */
    TEXT_END_OR_LAST_LINE_FEED(3),
    /** {@code $} with MULTILINE: the end, or before any line feed. */
    LINE_END(4),
    /** {@code \b}: between a word byte and another byte or the edge. Word bytes are ASCII letters, digits and _. */
    WORD_BOUNDARY(5),
    /** {@code \B}: not a word boundary. */
    NOT_WORD_BOUNDARY(6);

    private static final Anchor[] BY_CODE = values();

    private final int code;

    Anchor(int code) {
        this.code = code;
    }

    /** The number that stands for the anchor in an instruction. */
    int code() {
        return code;
    }

    /** Whether the condition asks for the start of a line or of the text. */
    boolean isStart() {
        return this == TEXT_START || this == LINE_START;
    }

    /** Whether the condition asks for the end of a line or of the text. */
    boolean isEnd() {
        return this == TEXT_END || this == TEXT_END_OR_LAST_LINE_FEED || this == LINE_END;
    }

    static Anchor of(int code) {
        return BY_CODE[code];
    }

    /** Whether the condition holds at index {@code at} of the text {@code value[from, to)}. */
    boolean holds(byte[] value, int from, int to, int at) {
        return switch (this) {
            case TEXT_START -> at == from;
            case LINE_START -> at == from || (at < to && value[at - 1] == '\n');
            case TEXT_END -> at == to;
            case TEXT_END_OR_LAST_LINE_FEED -> at == to || (at == to - 1 && value[at] == '\n');
            case LINE_END -> at == to || value[at] == '\n';
            case WORD_BOUNDARY -> wordAt(value, from, to, at - 1) != wordAt(value, from, to, at);
            case NOT_WORD_BOUNDARY -> wordAt(value, from, to, at - 1) == wordAt(value, from, to, at);
        };
    }

    private static boolean wordAt(byte[] value, int from, int to, int at) {
        return at >= from && at < to && ByteSet.WORD.contains(value[at] & 0xFF);
    }
}
