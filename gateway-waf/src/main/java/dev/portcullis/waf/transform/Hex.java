package dev.portcullis.waf.transform;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Hexadecimal digits as bytes. */
final class Hex {
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VALUES = new byte[256];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < 10; i++) {
            VALUES['0' + i] = (byte) i;
        }
        for (int i = 0; i < 6; i++) {
            VALUES['a' + i] = (byte) (10 + i);
            VALUES['A' + i] = (byte) (10 + i);
        }
    }

    private Hex() {}

    /** The value of a digit, -1 if it is none. */
    static int value(byte digit) {
        return VALUES[digit & 0xFF];
    }

    /** The byte that two digits stand for, -1 if one of them is no digit. */
    static int pair(byte high, byte low) {
        int h = VALUES[high & 0xFF];
        int l = VALUES[low & 0xFF];
        return (h | l) < 0 ? -1 : h << 4 | l;
    }

    /** The number that {@code in[at, at + 4)} stands for, -1 if one of them is no digit. */
    static int four(byte[] in, int at) {
        int high = pair(in[at], in[at + 1]);
        int low = pair(in[at + 2], in[at + 3]);
        return (high | low) < 0 ? -1 : high << 8 | low;
    }

    /** The lower-case digit of a value from 0 to 15. */
    static byte digit(int value) {
        return DIGITS[value & 15];
    }
}
