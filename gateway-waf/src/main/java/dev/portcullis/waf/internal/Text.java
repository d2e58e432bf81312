package dev.portcullis.waf.internal;

import java.util.Arrays;

/** A slice of bytes. Does not change, but for those of a transaction when that ends. */
public class Text {
    static final Text EMPTY = new Text(Ascii.EMPTY, 0, 0);

    byte[] bytes;
    int from;
    int to;

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

    /** For {@link Slices}. */
    final Text become(byte[] ofBytes, int ofFrom, int ofTo) {
        bytes = ofBytes;
        from = ofFrom;
        to = ofTo;
        return this;
    }

    /** Lets go of the bytes. */
    final void leave() {
        become(Ascii.EMPTY, 0, 0);
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
