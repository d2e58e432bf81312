package dev.portcullis.waf.operator;

/** Bytes as characters of ASCII. */
final class Ascii {
    private Ascii() {}

    static byte lower(byte c) {
        return c >= 'A' && c <= 'Z' ? (byte) (c + 32) : c;
    }

    static boolean isLetter(byte c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    static boolean isHexDigit(byte c) {
        return isDigit(c) || (c | 0x20) >= 'a' && (c | 0x20) <= 'f';
    }

    static boolean isSpace(byte c) {
        return c == ' ' || c >= 9 && c <= 13;
    }
}
