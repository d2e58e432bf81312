package dev.portcullis.waf.detect;

/**
 * The text before the quote with which a value leaves the string that it stands in, and what stands between that quote and
 * the next one. It tells an attack from prose that quotes.
 */
final class SqlOpening {
    /** For a value that is in no string. */
    static final SqlOpening BARE = new SqlOpening(false, false, false, false, false, (byte) 0);

    private final boolean quoted;
    private final boolean empty;
    private final boolean letters;
    private final boolean spaces;
    private final boolean apart;
    private final byte sign;

    private SqlOpening(boolean quoted, boolean empty, boolean letters, boolean spaces, boolean apart, byte sign) {
        this.quoted = quoted;
        this.empty = empty;
        this.letters = letters;
        this.spaces = spaces;
        this.apart = apart;
        this.sign = sign;
    }

    static SqlOpening of(byte[] v, int from, int quote, int to) {
        boolean spaces = false;
        for (int i = from; i < quote; i++) {
            spaces |= v[i] == ' ';
        }
        int next = quote + 1;
        while (next < to && Bytes.isBlank(v[next])) {
            next++;
        }
        boolean empty = from == quote;
        boolean apart = isApart(v, from, quote);
        byte sign = empty && next < to ? v[next] : 0;
        return new SqlOpening(true, empty, hasLetters(v, from, quote), spaces, apart, sign);
    }

    private static boolean hasLetters(byte[] v, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Bytes.isLetter(v[i])) {
                return true;
            }
        }
        return false;
    }

    /** Whether more than one word, a sign that opens something, or a script without spaces stands before the quote. */
    private static boolean isApart(byte[] v, int from, int quote) {
        int end = quote;
        while (end > from && Bytes.isBlank(v[end - 1])) {
            end--;
        }
        if (end == from) {
            return false;
        }
        if ("([{,=:<".indexOf(v[end - 1]) >= 0 || v[end - 1] < 0) {
            return true;
        }
        int word = end;
        while (word > from && !Bytes.isBlank(v[word - 1])) {
            word--;
        }
        return end < quote && word > from;
    }

    boolean isQuoted() {
        return quoted;
    }

    /** Whether the text may be a value that an attacker chose: nothing, or one word. */
    boolean isPlain() {
        return empty || letters && !spaces;
    }

    boolean isEmpty() {
        return empty;
    }

    /** Whether this sign, which servers have to join strings, is also the first thing after the quote of an empty string. */
    boolean joins(byte c) {
        return c == sign && (c == '|' || c == '+' || c == '&');
    }

    /** Whether the quote stands where prose and code open one, and not right behind a value that it would close. */
    boolean isApart() {
        return apart;
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
