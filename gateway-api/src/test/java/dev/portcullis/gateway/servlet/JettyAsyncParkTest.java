package dev.portcullis.gateway.servlet;

/** Jetty, giving the thread back while a verdict is pending. */
class JettyAsyncParkTest extends JettyContract {
    JettyAsyncParkTest() {
        super(GatewayFilter::parkingAsynchronously);
    }
}
