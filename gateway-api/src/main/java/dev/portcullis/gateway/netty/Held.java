package dev.portcullis.gateway.netty;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.Headers;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What a handler has written and nobody has judged yet, in order, with its promises. */
final class Held {
    /** A message and the promise of its write. */
    record Write(Object message, ChannelPromise promise) {}

    private static final int ENOUGH = 64 << 10;
    /** One of the thirty-one flags that Netty has for reasons of its users. */
    private static final int WRITABILITY = 27;

    private final Channel channel;
    private final ArrayDeque<Write> writes = new ArrayDeque<>();
    private long bytes;
    private boolean ended;
    private boolean unwritable;

    Held(Channel channel) {
        this.channel = channel;
    }

    /** The content bytes held. */
    long bytes() {
        return bytes;
    }

    /** Whether the end of the response is here. */
    boolean ended() {
        return ended;
    }

    void add(Object message, ChannelPromise promise) {
        writes.add(new Write(message, promise));
        bytes += size(message);
        ended |= message instanceof LastHttpContent;
        if (bytes > ENOUGH && !unwritable) {
            unwritable = setWritable(false); // nothing of it is in the channel's own buffer, which would say so
        }
    }

    /** Adds a region of a file as bytes, up to the limit, and what is left of it as a region. */
    void addReadable(FileRegion region, long limit, ChannelPromise promise) throws IOException {
        ByteBuf content = FileBytes.read(region, Math.max(0, limit + 1 - bytes));
        if (region.transferred() < region.count()) {
            add(content, channel.newPromise());
            add(FileBytes.rest(region), promise);
        } else {
            region.release();
            add(content, promise);
        }
    }

    @Nullable
    Write poll() {
        Write next = writes.poll();
        if (next != null) {
            bytes -= size(next.message());
        }
        if (unwritable && bytes <= ENOUGH / 2) {
            unwritable = false;
            setWritable(true);
        }
        return next;
    }

    /** Releases all messages and fails their promises, or leaves them to be kept later. */
    void drop(@Nullable Throwable cause, ArrayDeque<ChannelPromise> later) {
        for (Write write = poll(); write != null; write = poll()) {
            ReferenceCountUtil.release(write.message());
            if (cause == null) {
                later.add(write.promise());
            } else {
                write.promise().tryFailure(cause);
            }
        }
    }

    /** A copy of the content held, up to the limit. */
    Body body(int limit) {
        Collected collected = new Collected();
        Headers trailers = Headers.EMPTY;
        for (Write write : writes) {
            ByteBuf content = content(write.message());
            // One byte more than the limit tells that there is more.
            collected.add(content, (int) Math.min(content.readableBytes(), limit + 1L - collected.length()));
            if (write.message() instanceof LastHttpContent last) {
                trailers = Fields.copy(last.trailingHeaders());
            }
        }
        return collected.body(limit, trailers);
    }

    /** The content bytes of a message. */
    static long size(Object message) {
        return message instanceof FileRegion region
                ? region.count() - region.transferred()
                : content(message).readableBytes();
    }

    private static ByteBuf content(Object message) {
        if (message instanceof ByteBuf buffer) {
            return buffer;
        }
        return message instanceof ByteBufHolder holder ? holder.content() : Unpooled.EMPTY_BUFFER;
    }

    private boolean setWritable(boolean writable) {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        if (buffer == null) {
            return false; // closed, or a stream, which is bounded by the flow control of its connection
        }
        buffer.setUserDefinedWritability(WRITABILITY, writable);
        return true;
    }
}
