package dev.portcullis.examples.serve;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A request's content on its way to the upstream: read from the client only as the upstream takes it. */
final class NettyContent implements Flow.Publisher<ByteBuffer>, Flow.Subscription {
    private final ChannelHandlerContext ctx;
    private final ArrayDeque<ByteBuffer> pieces = new ArrayDeque<>();
    private Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;
    private long demand;
    private boolean ended;
    private boolean over;
    private @Nullable IOException failure;

    NettyContent(ChannelHandlerContext ctx) {
        this.ctx = ctx;
    }

    /** More came in. */
    void add(ByteBuf content) {
        if (!over && content.isReadable()) {
            ByteBuffer copy = ByteBuffer.allocate(content.readableBytes());
            content.readBytes(copy);
            pieces.add(copy.flip());
        }
    }

    /** Everything is here. */
    void end() {
        ended = true;
    }

    boolean ended() {
        return ended;
    }

    /** The client has gone. */
    void fail(IOException cause) {
        failure = cause;
        deliver();
    }

    /** Nobody wants it any more: what still comes is read and dropped. */
    void drop() {
        over = true;
        pieces.clear();
        readIfWanted();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> to) {
        ctx.executor().execute(() -> {
            subscriber = to;
            to.onSubscribe(this);
        });
    }

    @Override
    public void request(long n) {
        ctx.executor().execute(() -> {
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            deliver();
            readIfWanted();
        });
    }

    @Override
    public void cancel() {
        ctx.executor().execute(this::drop);
    }

    /** Hands on what is wanted. */
    void deliver() {
        if (over || subscriber == null) {
            return;
        }
        Flow.Subscriber<? super ByteBuffer> to = requireNonNull(subscriber);
        while (!over && demand > 0 && !pieces.isEmpty()) {
            demand--;
            to.onNext(pieces.remove());
        }
        IOException broken = failure;
        if (!over && broken != null) {
            over = true;
            to.onError(broken);
        } else if (!over && ended && pieces.isEmpty()) {
            over = true;
            to.onComplete();
        }
    }

    /** Reads on, if the upstream has taken what there was. */
    void readIfWanted() {
        if (!ended && pieces.isEmpty() && (over || demand > 0)) {
            ctx.read();
        }
    }
}
