package dev.portcullis.audit.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** Bytes of JSON that are written one after the other, in UTF-8; grows, and is used again and again. Not thread-safe. */
final class Utf8 {
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    private static final boolean[] PLAIN = new boolean[0x80];

    static {
        Arrays.fill(PLAIN, 0x20, 0x80, true);
        PLAIN['"'] = false;
        PLAIN['\\'] = false;
    }

    private byte[] bytes = new byte[4096];
    private int length;

    void clear() {
        length = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void put(int b) {
        ensure(1);
        bytes[length++] = (byte) b;
    }

    void put(byte[] all) {
        ensure(all.length);
        System.arraycopy(all, 0, bytes, length, all.length);
        length += all.length;
    }

    /** Replaces the last byte where that is a comma, else adds one. */
    void end(int b) {
        if (bytes[length - 1] == ',') {
            bytes[length - 1] = (byte) b;
        } else {
            put(b);
        }
    }

    /** A whole number. */
    void digits(long value) {
        ensure(20);
        long rest = value;
        if (rest < 0) {
            bytes[length++] = '-';
            rest = -rest;
        }
        if (rest < 10) {
            bytes[length++] = (byte) ('0' + rest);
            return;
        }
        int width = width(rest);
        int at = length + width - 1;
        for (; rest > Integer.MAX_VALUE; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        for (int small = (int) rest; at >= length; at--) {
            bytes[at] = (byte) ('0' + small % 10);
            small /= 10;
        }
        length += width;
    }

    private static int width(long value) {
        int width = 1;
        for (long bound = 10; width < 19 && value >= bound; bound *= 10) {
            width++;
        }
        return width;
    }

    /** A string with its quotes; what has no UTF-8 form becomes U+FFFD. */
    void string(String text) {
        int n = text.length();
        ensure(6 * n + 2); // an escaped control character takes six bytes, any other at most three
        byte[] to = bytes;
        int at = length;
        to[at++] = '"';
        int i = 0;
        for (; i < n; i++) {
            char c = text.charAt(i);
            if (c >= 0x80 || !PLAIN[c]) {
                break;
            }
            to[at + i] = (byte) c;
        }
        at = i == n ? at + n : rest(text, i, to, at + i);
        to[at++] = '"';
        length = at;
    }

    private static int rest(String text, int from, byte[] to, int start) {
        int at = start;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (PLAIN[c]) {
                    to[at++] = (byte) c;
                } else {
                    at = escaped(to, at, c);
                }
            } else if (c < 0x800) {
                to[at++] = (byte) (0xc0 | c >> 6);
                to[at++] = (byte) (0x80 | c & 0x3f);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                to[at++] = (byte) (0xf0 | point >> 18);
                to[at++] = (byte) (0x80 | point >> 12 & 0x3f);
                to[at++] = (byte) (0x80 | point >> 6 & 0x3f);
                to[at++] = (byte) (0x80 | point & 0x3f);
            } else {
                int known = Character.isSurrogate(c) ? 0xfffd : c;
                to[at++] = (byte) (0xe0 | known >> 12);
                to[at++] = (byte) (0x80 | known >> 6 & 0x3f);
                to[at++] = (byte) (0x80 | known & 0x3f);
            }
        }
        return at;
    }

    private static int escaped(byte[] to, int start, char c) {
        int at = start;
        to[at++] = '\\';
        switch (c) {
            case '"', '\\' -> to[at++] = (byte) c;
            case '\b' -> to[at++] = 'b';
            case '\f' -> to[at++] = 'f';
            case '\n' -> to[at++] = 'n';
            case '\r' -> to[at++] = 'r';
            case '\t' -> to[at++] = 't';
            default -> {
                to[at++] = 'u';
                to[at++] = '0';
                to[at++] = '0';
                to[at++] = HEX[c >> 4];
                to[at++] = HEX[c & 15];
            }
        }
        return at;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
