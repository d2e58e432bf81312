package dev.portcullis.waf.detect;

/** What a byte is as a character of ASCII. */
final class Bytes {
    private Bytes() {}

    static byte lower(byte c) {
        return c >= 'A' && c <= 'Z' ? (byte) (c + 32) : c;
    }

    static boolean isLetter(byte c) {
        return c > 0 && (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    static boolean isHexDigit(byte c) {
        return isDigit(c) || c > 0 && (c | 0x20) >= 'a' && (c | 0x20) <= 'f';
    }

    /** White space and every other control byte: parsers pass over most of them somewhere. */
    static boolean isBlank(byte c) {
        return c >= 0 && c <= 0x20;
    }
}
