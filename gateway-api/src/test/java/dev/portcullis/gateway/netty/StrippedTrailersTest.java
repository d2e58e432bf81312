package dev.portcullis.gateway.netty;

import dev.portcullis.gateway.testkit.HostBench;
import dev.portcullis.gateway.testkit.StrippedTrailerCases;
import dev.portcullis.gateway.testkit.TestServer;
import io.netty.handler.codec.http.HttpServerCodec;

class StrippedTrailersTest extends HostBench implements StrippedTrailerCases {
    @Override
    protected TestServer newServer() {
        return new NettyTestServer((channel, host, handler) -> channel.pipeline()
                .addLast(new HttpServerCodec(), PortcullisHandler.of(host), new ScriptHandler(handler)));
    }
}
