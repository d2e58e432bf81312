package dev.portcullis.waf.detect;

import java.util.Arrays;

/** Where the literals, names and blanks of SQL end. */
final class SqlLiterals {
    private SqlLiterals() {}

    /** The index of the quote that ends a string, -1 if the value leaves it open. A doubled quote is a part of it. */
    static int closing(byte[] v, int from, int to, byte quote, boolean backslash) {
        int i = from;
        while (i < to) {
            byte c = v[i];
            if (c == '\\' && backslash) {
                i += 2;
            } else if (c != quote) {
                i++;
            } else if (i + 1 < to && v[i + 1] == quote) {
                i += 2;
            } else {
                return i;
            }
        }
        return -1;
    }

    /** The end of a number at {@code from}, words that stick to it not counted. */
    static int numberEnd(byte[] v, int from, int to) {
        int i = from;
        if (v[i] == '0' && i + 2 < to && (v[i + 1] | 0x20) == 'x' && Bytes.isHexDigit(v[i + 2])) {
            i += 2;
            while (i < to && Bytes.isHexDigit(v[i])) {
                i++;
            }
            return i;
        }
        i = digits(v, i, to);
        if (i < to && v[i] == '.') {
            i = digits(v, i + 1, to);
        }
        if (i + 1 < to && (v[i] | 0x20) == 'e') {
            int exponent = v[i + 1] == '+' || v[i + 1] == '-' ? i + 2 : i + 1;
            int end = digits(v, exponent, to);
            i = end > exponent ? end : i;
        }
        return i;
    }

    private static int digits(byte[] v, int from, int to) {
        int i = from;
        while (i < to && Bytes.isDigit(v[i])) {
            i++;
        }
        return i;
    }

    /** The end of a string in dollars, {@code $tag$...$tag$}, whose tag ends at {@code tagEnd}; -1 if it is open. */
    static int dollarEnd(byte[] v, int from, int tagEnd, int to) {
        int length = tagEnd + 1 - from;
        for (int close = tagEnd + 1; close + length <= to; close++) {
            if (v[close] == '$' && Arrays.equals(v, from, from + length, v, close, close + length)) {
                return close + length;
            }
        }
        return -1;
    }

    /** The end of one part of a name, in backticks or brackets or plain. */
    static int namePartEnd(byte[] v, int from, int to) {
        byte c = v[from];
        int i = from;
        if (c == '`' || c == '[') {
            byte close = c == '`' ? c : (byte) ']';
            i++;
            while (i < to && v[i] != close) {
                i++;
            }
            return Math.min(to, i + 1);
        }
        return nameEnd(v, i, to);
    }

    /** The end of the letters, digits and the like from {@code from} on. */
    static int nameEnd(byte[] v, int from, int to) {
        int i = from;
        while (i < to && isNamePart(v[i]) && (v[i] >= 0 || blank(v, i, to) == 0)) {
            i++;
        }
        return i;
    }

    static boolean isNameStart(byte c) {
        return Bytes.isLetter(c) || c == '_' || c == '`' || c == '[' || c < 0 && c != (byte) 0xA0;
    }

    static boolean isNamePart(byte c) {
        return Bytes.isLetter(c) || Bytes.isDigit(c) || c == '_' || c == '$' || c < 0 && c != (byte) 0xA0;
    }

    /**
     * Whether the name {@code v[from, quote)} and the quote behind it start a string: a character set, or one of the
     * letters that SQL has for strings of another kind, before such a string.
     */
    static boolean isStringPrefix(byte[] v, int from, int quote, int to, boolean backslash) {
        if (v[from] == '_') {
            return true;
        }
        if (quote - from > 2) {
            return false;
        }
        int close = closing(v, quote + 1, to, v[quote], backslash);
        int c = v[from] | 0x20;
        if (close < 0) {
            return false;
        }
        if (quote - from == 2) {
            return c == 'u' && v[from + 1] == '&';
        }
        for (int i = quote + 1; (c == 'x' || c == 'b') && i < close; i++) {
            if (!Bytes.isHexDigit(v[i])) {
                return false;
            }
        }
        return c == 'x' || c == 'b' || c == 'n' || c == 'e' || c == 'q';
    }

    /** The length of the white space at {@code i}: control bytes, the space, and what Unicode has of it. */
    static int blank(byte[] v, int i, int to) {
        byte c = v[i];
        if (c >= 0) {
            return c <= 0x20 || c == 127 ? 1 : 0;
        }
        int second = i + 1 < to ? v[i + 1] & 0xFF : 0;
        int third = i + 2 < to ? v[i + 2] & 0xFF : 0;
        return switch (c & 0xFF) {
            case 0xA0 -> 1;
            case 0xC2 -> second == 0xA0 || second == 0x85 ? 2 : 0;
            case 0xE2 -> second == 0x80 && third >= 0x80 && third <= 0x8F ? 3 : 0;
            case 0xE3 -> second == 0x80 && third == 0x80 ? 3 : 0;
            default -> 0;
        };
    }
}
