package dev.portcullis.audit.chain;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Lines that were chained and wait to be written, each with its end. Not thread-safe. */
public final class LineBatch {
    private byte[] bytes = new byte[1 << 16];
    private int[] ends = new int[256];
    private int length;
    private int lines;

    /** A batch without lines. */
    public LineBatch() {}

    /** A batch of lines as they were written, each with its end; what follows the last end is left out. */
    public static LineBatch of(byte[] written) {
        LineBatch batch = new LineBatch();
        int from = 0;
        for (int at = 0; at < written.length; at++) {
            if (written[at] == '\n') {
                batch.append(written, from, at);
                batch.endLine();
                from = at + 1;
            }
        }
        return batch;
    }

    /** The bytes of all lines; a read-only view of the moment. */
    public ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes, 0, length).asReadOnlyBuffer();
    }

    /** How many bytes all lines have. */
    public int length() {
        return length;
    }

    /** How many lines. */
    public int lines() {
        return lines;
    }

    /** The bytes of one line with its end; a copy. */
    public byte[] line(int index) {
        if (index < 0 || index >= lines) {
            throw new IndexOutOfBoundsException(index);
        }
        return Arrays.copyOfRange(bytes, index == 0 ? 0 : ends[index - 1], ends[index]);
    }

    /** Forgets all lines. */
    public void clear() {
        length = 0;
        lines = 0;
    }

    void append(byte[] from, int start, int end) {
        int n = end - start;
        if (length + n > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + n, bytes.length * 2));
        }
        System.arraycopy(from, start, bytes, length, n);
        length += n;
    }

    void append(byte[] from) {
        append(from, 0, from.length);
    }

    void endLine() {
        append(LINE_END);
        if (lines == ends.length) {
            ends = Arrays.copyOf(ends, lines * 2);
        }
        ends[lines++] = length;
    }

    private static final byte[] LINE_END = {'\n'};
}
