package dev.portcullis.waf.body;

/**
 * Where a processor puts bytes that are not in the body as they are. Slices of it may be handed out: what is written is
 * never written again, a full array is left to its slices and a new one is begun.
 */
final class SliceBuffer {
    private static final int FIRST = 512;
    private static final int MOST = 1 << 16;

    byte[] array = {};
    int end;

    /** Makes room for this many bytes from {@link #end} on. */
    void reserve(int count) {
        if (array.length - end < count) {
            int next = Math.min(MOST, Math.max(FIRST, array.length * 2));
            array = new byte[Math.max(next, count)];
            end = 0;
        }
    }
}
