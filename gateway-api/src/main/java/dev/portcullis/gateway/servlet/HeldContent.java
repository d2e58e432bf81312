package dev.portcullis.gateway.servlet;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.Headers;
import java.util.Arrays;

/** Response content that waits for a verdict. */
final class HeldContent {
    private static final byte[] NOTHING = new byte[0];

    private byte[] bytes = NOTHING;
    private int size;

    int size() {
        return size;
    }

    byte[] bytes() {
        return bytes;
    }

    void append(byte[] from, int offset, int length) {
        if (bytes.length - size < length) {
            long doubled = Math.min(bytes.length * 2L, Integer.MAX_VALUE - 8);
            bytes = Arrays.copyOf(bytes, (int) Math.max(doubled, size + (long) length));
        }
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    void clear() {
        bytes = NOTHING;
        size = 0;
    }

    Body whole() {
        return size == 0 ? Body.EMPTY : Body.of(bytes, 0, size, false, Headers.EMPTY);
    }

    Body prefix(int length) {
        return Body.of(bytes, 0, length, true, Headers.EMPTY);
    }
}
