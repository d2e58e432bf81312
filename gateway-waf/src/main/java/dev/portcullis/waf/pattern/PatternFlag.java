package dev.portcullis.waf.pattern;

/** How a whole pattern is read; the inline flags {@code (?imsxnU)} change the same settings for a part of it. */
public enum PatternFlag {
    /** Letters of ASCII match without regard to case, as {@code (?i)}. */
    CASE_INSENSITIVE(1),
    /** {@code .} matches every byte, the line feed included, as {@code (?s)}. */
    DOTALL(2),
    /** {@code ^} and {@code $} match at every line, as {@code (?m)}; only the line feed ends a line. */
    MULTILINE(4),
    /** Without {@link #MULTILINE}, {@code $} matches at the very end only and not before a final line feed. */
    DOLLAR_ENDONLY(8),
    /** White space and {@code #} comments in the pattern are ignored, as {@code (?x)}. */
    EXTENDED(16);

    private final int bit;

    PatternFlag(int bit) {
        this.bit = bit;
    }

    int bit() {
        return bit;
    }
}
