package dev.portcullis.waf.detect;

/**
 * The text before the quote with which a value leaves the string that it stands in, and what stands between that quote and
 * the next one. It tells an attack from prose that quotes.
 */
final class SqlOpening {
    /** For a value that is in no string. */
    static final SqlOpening BARE = new SqlOpening(false, false, false, false);

    private final boolean quoted;
    private final boolean empty;
    private final boolean letters;
    private final boolean spaces;

    private SqlOpening(boolean quoted, boolean empty, boolean letters, boolean spaces) {
        this.quoted = quoted;
        this.empty = empty;
        this.letters = letters;
        this.spaces = spaces;
    }

    static SqlOpening of(byte[] v, int from, int quote) {
        boolean spaces = false;
        for (int i = from; i < quote; i++) {
            spaces |= v[i] == ' ';
        }
        return new SqlOpening(true, from == quote, hasLetters(v, from, quote), spaces);
    }

    private static boolean hasLetters(byte[] v, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Bytes.isLetter(v[i])) {
                return true;
            }
        }
        return false;
    }

    boolean isQuoted() {
        return quoted;
    }

    /** Whether the text may be a value that an attacker chose: nothing, or one word. */
    boolean isPlain() {
        return empty || letters && !spaces;
    }

    /**
     * Whether a single {@code and} or {@code or} stands between two texts, as in prose that quotes either of them or the
     * word alone.
     *
     * @param touching whether the word touches the quotes on both sides
     */
    boolean isConjunction(byte[] v, int openFrom, int openTo, boolean touching) {
        return touching ? !empty || openTo - openFrom > 1 : letters && hasLetters(v, openFrom, openTo);
    }
}
