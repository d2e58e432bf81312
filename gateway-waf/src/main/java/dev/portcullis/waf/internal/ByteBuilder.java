package dev.portcullis.waf.internal;

import java.util.Arrays;

/** Collects bytes. */
final class ByteBuilder {
    private byte[] bytes;
    private int length;

    ByteBuilder(int expected) {
        bytes = new byte[expected];
    }

    int length() {
        return length;
    }

    /** The array behind; what was collected is its beginning. Valid until the next change. */
    byte[] array() {
        return bytes;
    }

    ByteBuilder clear() {
        length = 0;
        return this;
    }

    /** Empty, with nothing left of what was collected, nor more room than this. */
    void wipe(int most) {
        if (bytes.length > most) {
            bytes = new byte[most];
        } else {
            Arrays.fill(bytes, (byte) 0);
        }
        length = 0;
    }

    ByteBuilder append(byte b) {
        room(1);
        bytes[length++] = b;
        return this;
    }

    ByteBuilder append(byte[] from) {
        return append(from, 0, from.length);
    }

    ByteBuilder append(byte[] array, int from, int to) {
        room(to - from);
        System.arraycopy(array, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    /** Appends the digits of a number without making a string. */
    ByteBuilder append(long number) {
        if (number == Long.MIN_VALUE) {
            return append(Ascii.digits(number));
        }
        long rest = Math.abs(number);
        int digits = 1;
        for (long n = rest; n >= 10; n /= 10) {
            digits++;
        }
        room(digits + 1);
        if (number < 0) {
            bytes[length++] = '-';
        }
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
