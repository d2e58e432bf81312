package dev.portcullis.gateway.servlet;

class JettyHttp2HostTest extends ServletHttp2Contract {
    JettyHttp2HostTest() {
        super(Containers.JETTY);
    }
}
