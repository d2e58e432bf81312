package dev.portcullis.gateway.netty;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/** Content as it is collected. */
final class Collected {
    private static final int FIRST = 4 << 10;

    private static final byte[] NOTHING = new byte[0];

    private byte[] bytes = NOTHING;
    private int length;

    int length() {
        return length;
    }

    /** Copies what is readable; the buffer stays as it is. */
    void add(ByteBuf content) {
        add(content, content.readableBytes());
    }

    /** Copies so many readable bytes; the buffer stays as it is. */
    void add(ByteBuf content, int count) {
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(FIRST, Math.max(length + count, 2 * bytes.length)));
        }
        content.getBytes(content.readerIndex(), bytes, length, count);
        length += count;
    }

    Body body(int limit, Headers trailers) {
        boolean truncated = length > limit;
        return Body.of(bytes, 0, Math.min(length, limit), truncated, truncated ? Headers.EMPTY : trailers);
    }

    /** All of it, read-only: an observer may still look at the body that was made of it. */
    ByteBuf buffer() {
        return Unpooled.wrappedBuffer(bytes, 0, length).asReadOnly();
    }
}
