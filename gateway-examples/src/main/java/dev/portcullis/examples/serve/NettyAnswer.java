package dev.portcullis.examples.serve;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The content of an upstream's answer on its way to the client: asked for only as the client takes it. */
@SuppressWarnings("FutureReturnValueIgnored") // promises tell the end of a write
final class NettyAnswer implements Flow.Subscriber<List<ByteBuffer>> {
    private final ChannelHandlerContext ctx;
    private final boolean bodiless;
    private final boolean keepAlive;
    private Flow.@Nullable Subscription subscription;
    private boolean waiting;
    private boolean over;

    NettyAnswer(ChannelHandlerContext ctx, boolean bodiless, boolean keepAlive) {
        this.ctx = ctx;
        this.bodiless = bodiless;
        this.keepAlive = keepAlive;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        ctx.executor().execute(() -> {
            subscription = given;
            if (over) {
                given.cancel();
            } else {
                askIfWritable();
            }
        });
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        ctx.executor().execute(() -> {
            if (over) {
                return;
            }
            if (!bodiless) {
                for (ByteBuffer piece : pieces) {
                    ctx.write(new DefaultHttpContent(Unpooled.wrappedBuffer(piece)));
                }
                ctx.flush();
            }
            askIfWritable();
        });
    }

    @Override
    public void onComplete() {
        ctx.executor().execute(() -> {
            if (!over) {
                over = true;
                var sent = ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
                if (!keepAlive) {
                    sent.addListener(ChannelFutureListener.CLOSE);
                }
            }
        });
    }

    @Override
    public void onError(Throwable cause) {
        ctx.executor().execute(() -> {
            if (!over) {
                over = true;
                ctx.fireExceptionCaught(cause); // half an answer must not look like a whole one
            }
        });
    }

    /** The client can take more. */
    void writable() {
        if (waiting) {
            askIfWritable();
        }
    }

    /** The client has gone. */
    void abandon() {
        over = true;
        if (subscription != null) {
            requireNonNull(subscription).cancel();
        }
    }

    private void askIfWritable() {
        waiting = !ctx.channel().isWritable();
        if (!waiting && subscription != null) {
            requireNonNull(subscription).request(1);
        }
    }
}
