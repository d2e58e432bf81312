package dev.portcullis.waf.detect;

/**
 * Tells in one pass that a value is prose, a number, an address, a date or the like: no server, of whichever family, reads a
 * token in it that evidence needs. Where it does not say so, the value has to be read as SQL.
 *
 * <p>Words here are runs of letters, digits and underscores. A server may take what touches such a run for a part of it, and
 * then it means less, never more; but a number ends where the server sees its end, so a run that begins with a digit must
 * not have letters that could be a word.
 */
final class SqlProse {
    private static final byte GAP = 0;
    private static final byte LETTER = 1;
    private static final byte HEX_LETTER = 2;
    private static final byte DIGIT = 3;
    private static final byte DASH = 4;

    /** It opens a string, a comment, a call or a quoted name, or is half of an operator of logic. */
    private static final byte SIGN = 5;

    private static final byte[] OF = new byte[256];

    static {
        for (int c = 0; c < OF.length; c++) {
            if (Bytes.isHexDigit((byte) c)) {
                OF[c] = Bytes.isDigit((byte) c) ? DIGIT : HEX_LETTER;
            } else {
                OF[c] = Bytes.isLetter((byte) c) || c == '_' ? LETTER : GAP;
            }
        }
        OF['-'] = DASH;
        for (char c : "'\"`([{#\\*$&|".toCharArray()) {
            OF[c] = SIGN;
        }
    }

    private SqlProse() {}

    /** Whether {@code v[from, to)} is surely harmless. */
    static boolean is(byte[] v, int from, int to) {
        int i = from;
        while (i < to) {
            byte kind = OF[v[i] & 0xFF];
            if (kind == GAP) {
                i++;
            } else if (kind < DIGIT) {
                int start = i;
                do {
                    i++;
                } while (i < to && isWordPart(OF[v[i] & 0xFF]));
                if (followsPoint(v, from, start) || SqlWords.mayBeNeeded(v, start, i)) {
                    return false;
                }
            } else if (kind == DIGIT) {
                i = numberEnd(v, i, to);
                if (i < 0) {
                    return false;
                }
            } else if (kind == SIGN || i + 1 < to && v[i + 1] == '-') {
                return false;
            } else {
                i++;
            }
        }
        return true;
    }

    /** Whether a number with a point ends before {@code start}, so that an exponent may follow. */
    private static boolean followsPoint(byte[] v, int from, int start) {
        return start - from > 1 && v[start - 1] == '.' && OF[v[start - 2] & 0xFF] == DIGIT;
    }

    /** The end of a run that begins with a digit; -1 if its letters could be a word: two of them, and not of hexadecimal. */
    private static int numberEnd(byte[] v, int from, int to) {
        int i = from;
        int letters = 0;
        boolean word = false;
        while (i < to) {
            byte kind = OF[v[i] & 0xFF];
            if (kind == DIGIT) {
                letters = 0;
                word = false;
            } else if (isWordPart(kind)) {
                letters++;
                word |= kind == LETTER;
                if (word && letters > 1) {
                    return -1;
                }
            } else {
                break;
            }
            i++;
        }
        return i;
    }

    private static boolean isWordPart(byte kind) {
        return kind != GAP && kind < DASH;
    }

    /** Whether letters of hexadecimal alone spell the word. */
    static boolean isHexadecimal(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!Bytes.isHexDigit((byte) word.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
