package dev.portcullis.waf.internal;

/**
 * Where one transaction puts the bytes it makes: a few large arrays that are filled from left to right. What was handed
 * out is never overwritten.
 */
final class Arena {
    private static final int FIRST = 1 << 10;
    private static final int LARGEST = 1 << 20;

    byte[] bytes = Ascii.EMPTY;
    int at;

    /** Makes room for this many bytes from {@link #at} on. */
    void reserve(int room) {
        if (bytes.length - at < room) {
            int usual = bytes.length == 0 ? FIRST : Math.min(LARGEST, bytes.length * 2);
            bytes = new byte[Math.max(room, usual)];
            at = 0;
        }
    }

    /** A copy of what was collected. */
    Text copy(ByteBuilder collected) {
        int length = collected.length();
        reserve(length);
        System.arraycopy(collected.array(), 0, bytes, at, length);
        at += length;
        return new Text(bytes, at - length, at);
    }
}
