package dev.portcullis.gateway.servlet;

import dev.portcullis.gateway.testkit.HostBench;
import dev.portcullis.gateway.testkit.StrippedTrailerCases;
import dev.portcullis.gateway.testkit.TestServer;

class TomcatStrippedTrailersTest extends HostBench implements StrippedTrailerCases {
    @Override
    protected TestServer newServer() {
        return new ServletTestServer(Containers.TOMCAT, filter -> filter);
    }
}
