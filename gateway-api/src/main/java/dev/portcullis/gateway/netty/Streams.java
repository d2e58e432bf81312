package dev.portcullis.gateway.netty;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2ResetFrame;

/** What is peculiar to streams of HTTP/2; not loaded on a connection of HTTP/1.1, whose class path may lack that codec. */
@SuppressWarnings("FutureReturnValueIgnored") // promises tell the end of a write
final class Streams {
    private Streams() {}

    /** Whether the handler breaks its stream off. */
    static boolean isReset(Object message) {
        return message instanceof Http2ResetFrame;
    }

    /**
     * Ends a stream that the client has broken. It is not simply closed: the codec counts what a client makes it reset, so
     * that endless resets end the connection, but takes a closed stream for one that the server itself wanted no more.
     */
    static void broken(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof Http2Exception)) { // that one the multiplexer resets by itself
            reset(ctx, Http2Error.PROTOCOL_ERROR);
        }
    }

    /** Tells the client that its answer is complete and that it need not send the rest (RFC 9113, section 8.1). */
    static void stopReading(ChannelHandlerContext ctx) {
        reset(ctx, Http2Error.NO_ERROR);
    }

    private static void reset(ChannelHandlerContext ctx, Http2Error error) {
        ctx.writeAndFlush(new DefaultHttp2ResetFrame(error)).addListener(ChannelFutureListener.CLOSE);
    }
}
