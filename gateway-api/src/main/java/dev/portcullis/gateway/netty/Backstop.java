package dev.portcullis.gateway.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** The last handler of the pipeline: an exception travels towards the tail, so it never reaches the gateway's own handler. */
final class Backstop extends ChannelInboundHandlerAdapter {
    private final Line line;

    Backstop(Line line) {
        this.line = line;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        line.uncaught(ctx, cause);
    }
}
