package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The content of a message, whole or its prefix. Every view is fresh, so one inspector's reading cannot hide a byte from
 * the next. Immutable; the bytes behind it are not shared with the host's buffers.
 */
public final class Body {
    /** No content. */
    public static final Body EMPTY = new Body(new byte[0], 0, 0, false, Headers.EMPTY);

    private final byte[] bytes;
    private final int offset;
    private final int length;
    private final boolean truncated;
    private final Headers trailers;

    private Body(byte[] bytes, int offset, int length, boolean truncated, Headers trailers) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.truncated = truncated;
        this.trailers = trailers;
    }

    /** The whole content; the array is taken over and must not be changed afterwards. */
    public static Body of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Body(bytes, 0, bytes.length, false, Headers.EMPTY);
    }

    /**
     * Content that a host collected; the array is taken over and must not be changed afterwards.
     *
     * @param truncated whether more content follows that is not in the array
     * @param trailers the trailer fields, empty where there are none or the content is truncated
     */
    public static Body of(byte[] bytes, int offset, int length, boolean truncated, Headers trailers) {
        requireNonNull(trailers, "trailers");
        java.util.Objects.checkFromIndexSize(offset, length, bytes.length);
        return new Body(bytes, offset, length, truncated, trailers);
    }

    /** The number of bytes here. */
    public int length() {
        return length;
    }

    /** Whether there is more content than is here. */
    public boolean truncated() {
        return truncated;
    }

    /** The trailer fields (RFC 9110, section 6.5); empty for a truncated body. */
    public Headers trailers() {
        return trailers;
    }

    /** The byte at the index. */
    public byte at(int index) {
        return bytes[offset + java.util.Objects.checkIndex(index, length)];
    }

    /** A fresh read-only buffer over the bytes. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes, offset, length).slice().asReadOnlyBuffer();
    }

    /** A fresh stream over the bytes. */
    public InputStream stream() {
        return new ByteArrayInputStream(bytes, offset, length);
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    /** This body, or its prefix of the given length, marked as truncated, without its trailers. Nothing is copied. */
    public Body cut(int to) {
        return length <= to ? this : new Body(bytes, offset, to, true, Headers.EMPTY);
    }

    /** The length alone: content may be personal data. */
    @Override
    public String toString() {
        return "Body[" + length + (truncated ? " bytes, truncated]" : " bytes]");
    }
}
