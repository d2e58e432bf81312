package dev.portcullis.gateway.netty;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelConfig;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;

/**
 * What was read and nobody takes yet. It goes on reading while it holds little, so that a client that leaves is noticed, and
 * stops where it holds much; what is decoded already still comes in.
 */
final class Inbox {
    private static final int ENOUGH = 64 << 10;
    /** What a head or an empty message counts for. */
    private static final long AT_LEAST = 256;

    private final ChannelConfig config;
    private final ArrayDeque<Object> messages = new ArrayDeque<>();
    private long bytes;
    private boolean paused;

    Inbox(ChannelConfig config) {
        this.config = config;
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Whether reading was stopped here. */
    boolean isPaused() {
        return paused;
    }

    void add(Object message) {
        messages.add(message);
        bytes += size(message);
        if (bytes > ENOUGH && !paused && config.isAutoRead()) {
            paused = true;
            config.setAutoRead(false);
        }
    }

    Object peek() {
        return requireNonNull(messages.peek());
    }

    Object take() {
        Object message = messages.remove();
        bytes -= size(message);
        if (paused && bytes <= ENOUGH / 2) {
            paused = false;
            config.setAutoRead(true);
        }
        return message;
    }

    void clear() {
        while (!messages.isEmpty()) {
            ReferenceCountUtil.release(take());
        }
    }

    private static long size(Object message) {
        return AT_LEAST
                + (message instanceof ByteBufHolder holder ? holder.content().readableBytes() : 0);
    }
}
