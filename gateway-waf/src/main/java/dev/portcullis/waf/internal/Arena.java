package dev.portcullis.waf.internal;

import java.util.Arrays;

/**
 * Where one transaction puts the bytes it makes: a few large arrays that are filled from left to right. What was handed
 * out is never overwritten before the transaction ends.
 */
final class Arena {
    private static final int FIRST = 1 << 12;
    private static final int LARGEST = 1 << 20;

    /** The largest array that is kept for the next transaction. */
    private static final int KEPT = 1 << 16;

    byte[] bytes = Ascii.EMPTY;
    int at;

    /** What may have been written: steps try their results behind {@link #at}. */
    private int reached;

    /** Makes room for this many bytes from {@link #at} on. */
    void reserve(int room) {
        if (bytes.length - at < room) {
            int usual = bytes.length == 0 ? FIRST : Math.min(LARGEST, bytes.length * 2);
            bytes = new byte[Math.max(room, usual)];
            at = 0;
            reached = 0;
        }
        reached = Math.max(reached, at + room);
    }

    /** Nothing that was handed out is used any more: leaves no byte of it. */
    void wipe() {
        if (bytes.length > KEPT) {
            bytes = Ascii.EMPTY;
        } else {
            Arrays.fill(bytes, 0, reached, (byte) 0);
        }
        at = 0;
        reached = 0;
    }
}
