package dev.portcullis.gateway.servlet;

import dev.portcullis.gateway.testkit.Deviation;
import dev.portcullis.gateway.testkit.HostContract;
import dev.portcullis.gateway.testkit.TestServer;
import org.junit.jupiter.api.Test;

/** Tomcat, waiting for pending verdicts on the calling thread. */
class TomcatHostTest extends HostContract {
    @Override
    protected TestServer newServer() {
        return new ServletTestServer(Containers.TOMCAT, filter -> filter);
    }

    @Test
    @Override
    @Deviation("a filter that waits holds its thread; parkingAsynchronously() gives it back")
    public void parkedExchangesHoldNoThread() throws Exception {
        ParkedThreads.areHeldAndServedLater(this);
    }
}
