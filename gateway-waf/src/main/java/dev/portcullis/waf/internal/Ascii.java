package dev.portcullis.waf.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Comparisons and conversions of byte slices. Only ASCII letters have case. */
final class Ascii {
    static final byte[] EMPTY = new byte[0];

    private static final byte[] LOWER = new byte[256];

    static {
        for (int i = 0; i < 256; i++) {
            LOWER[i] = (byte) (i >= 'A' && i <= 'Z' ? i + 32 : i);
        }
    }

    private Ascii() {}

    static byte[] bytes(String latin1) {
        return latin1.getBytes(ISO_8859_1);
    }

    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, ISO_8859_1);
    }

    static String lower(String latin1) {
        byte[] bytes = bytes(latin1);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = lower(bytes[i]);
        }
        return new String(bytes, ISO_8859_1);
    }

    static byte lower(byte b) {
        return LOWER[b & 0xff];
    }

    /** Whether a slice equals a name in lower case, without regard to the slice's case. */
    static boolean equalsLower(byte[] bytes, int from, int to, byte[] lower) {
        if (to - from != lower.length) {
            return false;
        }
        for (int i = 0; i < lower.length; i++) {
            if (LOWER[bytes[from + i] & 0xff] != lower[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether a text equals the bytes of the same length from an index on, without regard to case. */
    static boolean equalsIgnoreCase(Text text, byte[] bytes, int from) {
        for (int i = text.from, j = from; i < text.to; i++, j++) {
            if (LOWER[text.bytes[i] & 0xff] != LOWER[bytes[j] & 0xff]) {
                return false;
            }
        }
        return true;
    }

    static int hashLower(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + LOWER[bytes[i] & 0xff];
        }
        return hash;
    }

    /**
     * The number at the start of a slice as C's {@code atoi} reads it: blanks, a sign, digits; 0 if there is none. Too
     * great ones are cut to what a long holds.
     */
    static long number(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (bytes[at] == ' ' || (bytes[at] >= 9 && bytes[at] <= 13))) {
            at++;
        }
        boolean negative = at < to && bytes[at] == '-';
        if (negative || (at < to && bytes[at] == '+')) {
            at++;
        }
        long value = 0;
        for (; at < to && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            if (value > (Long.MAX_VALUE - 9) / 10) {
                return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
            value = value * 10 + bytes[at] - '0';
        }
        return negative ? -value : value;
    }

    /** Whether an argument is a plain number or holds a macro. */
    static boolean isNumberOrMacro(String argument) {
        String text = argument.strip();
        int digits = text.startsWith("-") ? 1 : 0;
        if (text.contains("%{")) {
            return true;
        }
        for (int i = digits; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() > digits;
    }

    /** The sum, cut to what a long holds. */
    static long add(long a, long b) {
        long sum = a + b;
        return ((a ^ sum) & (b ^ sum)) < 0 ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
    }

    /** The digits of a number. */
    static byte[] digits(long number) {
        return bytes(Long.toString(number));
    }
}
