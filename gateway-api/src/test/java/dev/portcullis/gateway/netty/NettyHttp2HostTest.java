package dev.portcullis.gateway.netty;

import dev.portcullis.gateway.testkit.MessageContract;
import dev.portcullis.gateway.testkit.TestClient;
import dev.portcullis.gateway.testkit.TestServer;
import org.junit.jupiter.api.BeforeAll;

/** What holds for every version of HTTP, over streams of HTTP/2. */
class NettyHttp2HostTest extends MessageContract {
    @BeforeAll
    static void listenForLeaks() {
        Leaks.listen();
    }

    @Override
    protected TestServer newServer() {
        return Http2Server.create();
    }

    @Override
    protected TestClient client() {
        return Http2Client.oneRequestEach();
    }
}
