package dev.portcullis.gateway.netty;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.host.Host;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.AttributeKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Protects the handlers that come after it in a pipeline: they read only requests that passed the gateway, and what they
 * write leaves only if it passes back. Requests that a client pipelines are forwarded strictly one after the other. Nothing
 * here blocks the event loop, and a client that leaves is noticed while a verdict is pending.
 *
 * <p>Its place is behind {@code HttpServerCodec}; for HTTP/2 behind {@code Http2StreamFrameToHttpObjectCodec} in the pipeline
 * of each stream. An aggregator may be before it or after it. An exception that no handler caught is answered with 500, or
 * ends the connection where the answer has begun. After a 101 or a successful CONNECT it lets everything pass.
 *
 * <p>Netty's decoder joins fields that are folded over lines, which the gateway refuses: to see them, the handler puts one of
 * its own before and one behind the {@code HttpServerCodec} or {@code HttpRequestDecoder} that it finds when it is added.
 *
 * <p>One instance serves one channel.
 */
public final class PortcullisHandler extends ChannelDuplexHandler {
    private static final AttributeKey<Line> LINE = AttributeKey.valueOf(PortcullisHandler.class, "line");

    private final Host host;
    private @Nullable Line line;
    private @Nullable FoldGuard folds;

    private PortcullisHandler(Host host) {
        this.host = host;
    }

    /** A handler for one channel. */
    public static PortcullisHandler of(Host gateway) {
        return new PortcullisHandler(requireNonNull(gateway, "gateway"));
    }

    /**
     * What the gateway's filters left about the exchange that the channel is busy with, such as the principal; empty where
     * none was forwarded yet.
     */
    public static Optional<Exchange> exchange(Channel channel) {
        Line line = channel.attr(LINE).get();
        return line == null ? Optional.empty() : Optional.ofNullable(line.published());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        Line made = new Line(host, ctx);
        line = made;
        ctx.channel().attr(LINE).set(made);
        folds = made.isStream() ? null : FoldGuard.install(ctx.pipeline());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (folds != null) {
            folds.remove(ctx.pipeline());
        }
        line().removed();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        line().read(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        line().readComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        line().inactive();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (line().wireFailed(cause)) {
            ctx.fireExceptionCaught(cause);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        line().write(message, promise);
    }

    private Line line() {
        return requireNonNull(line, "not in a pipeline");
    }
}
