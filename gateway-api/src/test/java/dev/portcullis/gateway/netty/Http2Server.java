package dev.portcullis.gateway.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The server of the tests over HTTP/2 with prior knowledge: the same handlers in the pipeline of each stream. */
final class Http2Server {
    private Http2Server() {}

    static NettyTestServer create() {
        return create(channel -> {});
    }

    /** With connections set up further. */
    static NettyTestServer create(Consumer<Channel> more) {
        return create(() -> NettyHttp2.bounded(Http2FrameCodecBuilder.forServer()), more);
    }

    /** With this codec in place of the bounded one. */
    static NettyTestServer create(Supplier<Http2FrameCodec> codec, Consumer<Channel> more) {
        return new NettyTestServer((channel, host, handler) -> {
            more.accept(channel);
            channel.pipeline().addLast(codec.get(), new Http2MultiplexHandler(new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel stream) {
                    stream.pipeline()
                            .addLast(
                                    new Http2StreamFrameToHttpObjectCodec(true),
                                    PortcullisHandler.of(host),
                                    new HttpServerExpectContinueHandler(),
                                    new ScriptHandler(handler));
                }
            }));
        });
    }
}
