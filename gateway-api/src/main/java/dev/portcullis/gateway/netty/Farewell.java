package dev.portcullis.gateway.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection after an answer. To close while the client is still sending would make its system drop the answer
 * unread; so only the sending direction is closed, and what comes is dropped until the client closes too, or a while.
 */
@SuppressWarnings("FutureReturnValueIgnored") // promises tell the end of a write
final class Farewell {
    private static final long LINGERING_MILLIS = 2000;

    private Farewell() {}

    /**
     * Ends it.
     *
     * @param unread whether the client may still be sending the request
     */
    static void say(Line line, boolean unread) {
        ChannelHandlerContext ctx = line.ctx();
        if (line.isStream()) {
            if (unread) {
                Streams.stopReading(ctx);
            } else {
                ctx.close();
            }
            return;
        }
        SslHandler ssl = ctx.pipeline().get(SslHandler.class);
        if (ssl != null) {
            ssl.closeOutbound();
        } else if (ctx.channel() instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        } else {
            ctx.close();
            return;
        }
        if (!ctx.channel().config().isAutoRead()) {
            ctx.read();
        }
        ctx.executor().schedule(() -> ctx.close(), LINGERING_MILLIS, TimeUnit.MILLISECONDS);
    }
}
