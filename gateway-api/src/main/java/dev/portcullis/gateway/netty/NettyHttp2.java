package dev.portcullis.gateway.netty;

import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Settings;

/**
 * Netty's codec for HTTP/2 with a bound for everything that one connection can make the server hold. The codec comes with
 * bounds for resets, control frames, continuations, empty frames and header lists, but takes any number of streams, and a
 * number that it is told holds only once the client has acknowledged it: a client that never does is not bounded.
 *
 * <pre>{@code
 * pipeline.addLast(NettyHttp2.bounded(Http2FrameCodecBuilder.forServer()), new Http2MultiplexHandler(streams));
 * }</pre>
 */
public final class NettyHttp2 {
    /** The smallest number that RFC 9113, section 6.5.2 recommends. */
    private static final long STREAMS = 100;

    private NettyHttp2() {}

    /**
     * A codec whose bound on concurrent streams holds from the first frame; a stream beyond it is reset with
     * {@code REFUSED_STREAM} and never seen by a filter. A head without method, scheme or path is a malformed request
     * (RFC 9113, section 8.3.1), and its stream is reset with {@code PROTOCOL_ERROR}.
     *
     * @param builder what else the codec is to do; its setting for concurrent streams counts, or 100 where it has none
     */
    public static Http2FrameCodec bounded(Http2FrameCodecBuilder builder) {
        Http2Settings settings = new Http2Settings().copyFrom(builder.initialSettings());
        Long wanted = settings.maxConcurrentStreams();
        long streams = wanted == null ? STREAMS : wanted;
        Http2FrameCodec codec = builder.initialSettings(settings.maxConcurrentStreams(streams))
                .validateRequiredPseudoHeaders(
                        true) // what is no request is turned into one at the cost of a lost buffer
                .build();
        codec.connection().remote().maxActiveStreams((int) Math.min(streams, Integer.MAX_VALUE));
        return codec;
    }
}
