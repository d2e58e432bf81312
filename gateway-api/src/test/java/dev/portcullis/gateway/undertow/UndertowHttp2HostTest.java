package dev.portcullis.gateway.undertow;

import dev.portcullis.gateway.netty.Http2Client;
import dev.portcullis.gateway.testkit.MessageContract;
import dev.portcullis.gateway.testkit.TestClient;
import dev.portcullis.gateway.testkit.TestServer;

/** What holds for every version of HTTP, over streams of HTTP/2 with prior knowledge. */
class UndertowHttp2HostTest extends MessageContract {
    @Override
    protected TestServer newServer() {
        return new UndertowTestServer(true, true, GatewayHandler::of);
    }

    @Override
    protected TestClient client() {
        return Http2Client.oneRequestEach();
    }
}
