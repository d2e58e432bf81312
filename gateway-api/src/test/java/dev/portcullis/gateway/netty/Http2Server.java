package dev.portcullis.gateway.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;

/** The server of the tests over HTTP/2 with prior knowledge: the same handlers in the pipeline of each stream. */
final class Http2Server {
    private Http2Server() {}

    static NettyTestServer create() {
        return new NettyTestServer((channel, host, handler) -> channel.pipeline()
                .addLast(
                        Http2FrameCodecBuilder.forServer().build(),
                        new Http2MultiplexHandler(new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel stream) {
                                stream.pipeline()
                                        .addLast(
                                                new Http2StreamFrameToHttpObjectCodec(true),
                                                PortcullisHandler.of(host),
                                                new HttpServerExpectContinueHandler(),
                                                new ScriptHandler(handler));
                            }
                        })));
    }
}
