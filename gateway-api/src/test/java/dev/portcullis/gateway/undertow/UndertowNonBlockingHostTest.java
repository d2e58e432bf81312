package dev.portcullis.gateway.undertow;

import dev.portcullis.gateway.testkit.TestServer;

/** The same with a handler that stays on the IO thread. */
class UndertowNonBlockingHostTest extends UndertowCases {
    @Override
    protected TestServer newServer() {
        return new UndertowTestServer(false, GatewayHandler::of);
    }
}
