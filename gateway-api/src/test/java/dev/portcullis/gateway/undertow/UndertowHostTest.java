package dev.portcullis.gateway.undertow;

import dev.portcullis.gateway.testkit.TestServer;

class UndertowHostTest extends UndertowCases {
    @Override
    protected TestServer newServer() {
        return new UndertowTestServer(true, GatewayHandler::of);
    }
}
