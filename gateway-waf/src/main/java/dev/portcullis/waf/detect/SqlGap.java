package dev.portcullis.waf.detect;

/** What stands between two tokens of SQL: white space and comments. */
final class SqlGap {
    private final byte[] v;
    private final int to;
    private final boolean mysql;
    private boolean comments;
    private int comment = -1;
    private int commentText;

    SqlGap(byte[] v, int to, boolean mysql) {
        this.v = v;
        this.to = to;
        this.mysql = mysql;
    }

    /** The index of the token at or after {@code from}, or of the comment that runs to the end of the value. */
    int skip(int from) {
        int i = from;
        while (i < to) {
            int blank = SqlLiterals.blank(v, i, to);
            if (blank == 0) {
                int after = comment(i);
                if (comment >= 0 || after == i) {
                    return i;
                }
                comments = true;
                i = after;
            } else {
                i += blank;
            }
        }
        return i;
    }

    /** The index after the comment at {@code i}; {@code i} itself if there is none or it is open. */
    private int comment(int i) {
        byte c = v[i];
        byte next = i + 1 < to ? v[i + 1] : 0;
        if (c == '/' && next == '*') {
            return isConditional(i) ? code(i) : block(i);
        }
        if (c == '*' && next == '/') {
            // The end of a conditional comment, or of one that the value was put into.
            return i + 2;
        }
        if (c == '#' && mysql) {
            return line(i, i + 1);
        }
        boolean dashes = c == '-' && next == '-' && (!mysql || i + 2 >= to || Bytes.isBlank(v[i + 2]));
        return dashes ? line(i, i + 2) : i;
    }

    private boolean isConditional(int i) {
        return mysql && i + 2 < to && (v[i + 2] == '!' || v[i + 2] == 'M' && i + 3 < to && v[i + 3] == '!');
    }

    /** Passes over the start of a conditional comment, with its version; what is in it is code. */
    private int code(int at) {
        int i = v[at + 2] == '!' ? at + 3 : at + 4;
        int digits = i;
        while (digits < to && Bytes.isDigit(v[digits])) {
            digits++;
        }
        // A version has five digits or six; lenient readings take fewer before a word.
        boolean version = digits - i >= 5 || digits < to && SqlLiterals.isNameStart(v[digits]);
        return version ? digits : i;
    }

    private int block(int at) {
        int close = at + 2;
        while (close + 1 < to && !(v[close] == '*' && v[close + 1] == '/')) {
            close++;
        }
        return close + 1 < to ? close + 2 : open(at, at + 2);
    }

    private int line(int at, int text) {
        int end = text;
        while (end < to && v[end] != '\n') {
            end++;
        }
        return end < to ? end + 1 : open(at, text);
    }

    private int open(int at, int text) {
        comment = at;
        commentText = Math.min(text, to);
        return at;
    }

    /** Whether a comment was passed over. */
    boolean hasComments() {
        return comments;
    }

    /** Whether what was found last is a comment that runs to the end of the value. */
    boolean isOpenComment() {
        return comment >= 0;
    }

    /** Whether the open comment says nothing. */
    boolean isEmptyComment() {
        int signs = 0;
        for (int i = commentText; i < to; i++) {
            signs += v[i] > ' ' && v[i] != '-' && v[i] != '+' ? 1 : 0;
        }
        return v[comment] == '/' || signs <= 1;
    }

    /** Whether the open comment has no white space. */
    boolean isOneWordComment() {
        for (int i = commentText; i < to; i++) {
            if (Bytes.isBlank(v[i])) {
                return false;
            }
        }
        return true;
    }
}
