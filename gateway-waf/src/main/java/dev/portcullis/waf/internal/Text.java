package dev.portcullis.waf.internal;

import java.util.Arrays;

/** An immutable slice of bytes. */
public class Text {
    static final Text EMPTY = new Text(Ascii.EMPTY, 0, 0);

    final byte[] bytes;
    final int from;
    final int to;

    Text(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    static Text of(byte[] bytes) {
        return new Text(bytes, 0, bytes.length);
    }

    static Text of(String latin1) {
        return of(Ascii.bytes(latin1));
    }

    /** The number of bytes. */
    public final int length() {
        return to - from;
    }

    /** The bytes, one a character; for logs. */
    public final String latin1() {
        return Ascii.text(bytes, from, to);
    }

    /** A copy of the bytes. */
    public final byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, from, to);
    }

    @Override
    public String toString() {
        return length() + " bytes";
    }
}
