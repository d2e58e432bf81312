package dev.portcullis.gateway.netty;

import dev.portcullis.gateway.testkit.HostContract;
import dev.portcullis.gateway.testkit.TestServer;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import org.junit.jupiter.api.BeforeAll;

class NettyHostTest extends HostContract {
    @BeforeAll
    static void listenForLeaks() {
        Leaks.listen();
    }

    @Override
    protected TestServer newServer() {
        return new NettyTestServer((channel, host, handler) -> channel.pipeline()
                .addLast(
                        new HttpServerCodec(),
                        PortcullisHandler.of(host),
                        new HttpServerExpectContinueHandler(),
                        new ScriptHandler(handler)));
    }
}
