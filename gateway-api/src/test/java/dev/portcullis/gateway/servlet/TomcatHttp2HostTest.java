package dev.portcullis.gateway.servlet;

class TomcatHttp2HostTest extends ServletHttp2Contract {
    TomcatHttp2HostTest() {
        super(Containers.TOMCAT);
    }
}
