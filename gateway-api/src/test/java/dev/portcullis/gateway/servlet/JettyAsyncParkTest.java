package dev.portcullis.gateway.servlet;

import dev.portcullis.gateway.testkit.HostContract;
import dev.portcullis.gateway.testkit.TestServer;

class JettyAsyncParkTest extends HostContract {
    @Override
    protected TestServer newServer() {
        return new ServletTestServer(Containers.JETTY, GatewayFilter::parkingAsynchronously);
    }
}
