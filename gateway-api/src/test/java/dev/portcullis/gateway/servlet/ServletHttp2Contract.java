package dev.portcullis.gateway.servlet;

import dev.portcullis.gateway.netty.Http2Client;
import dev.portcullis.gateway.testkit.Deviation;
import dev.portcullis.gateway.testkit.MessageContract;
import dev.portcullis.gateway.testkit.TestClient;
import dev.portcullis.gateway.testkit.TestServer;
import org.junit.jupiter.api.Test;

/** What holds for every version of HTTP, over streams of HTTP/2 with prior knowledge, in a container. */
abstract class ServletHttp2Contract extends MessageContract {
    private final Containers container;

    ServletHttp2Contract(Containers container) {
        this.container = container;
    }

    @Override
    protected TestServer newServer() {
        return new ServletTestServer(container, filter -> filter).overHttp2();
    }

    @Override
    protected TestClient client() {
        return Http2Client.oneRequestEach();
    }

    @Test
    @Override
    @Deviation("a filter that waits holds its thread; parkingAsynchronously() gives it back")
    public void parkedExchangesHoldNoThread() throws Exception {
        ParkedThreads.areHeldAndServedLater(this);
    }
}
