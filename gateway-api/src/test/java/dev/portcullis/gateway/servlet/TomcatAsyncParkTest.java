package dev.portcullis.gateway.servlet;

/** Tomcat, giving the thread back while a verdict is pending. */
class TomcatAsyncParkTest extends TomcatContract {
    TomcatAsyncParkTest() {
        super(GatewayFilter::parkingAsynchronously);
    }
}
