package dev.portcullis.gateway.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.testkit.Deviation;
import dev.portcullis.gateway.testkit.HostContract;
import dev.portcullis.gateway.testkit.Script;
import dev.portcullis.gateway.testkit.TestServer;
import dev.portcullis.gateway.testkit.Trial;
import dev.portcullis.gateway.testkit.Wire;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The contract on Jetty. */
abstract class JettyContract extends HostContract {
    private final UnaryOperator<GatewayFilter> variant;

    JettyContract(UnaryOperator<GatewayFilter> variant) {
        this.variant = variant;
    }

    @Override
    protected TestServer newServer() {
        return new ServletTestServer(Containers.JETTY, variant);
    }

    @Override
    @Deviation("the container looks at a connection only to read or to write")
    public boolean abortsAreSeenWhileParked() {
        return false;
    }

    @Test
    @Override
    @Deviation("the server itself refuses a Host that is a list or contradicts the target, and keeps the connection")
    public void hostThatIsNotOneNameIsRefused() throws IOException {
        for (String head : List.of("GET http://other/ HTTP/1.1\r\nHost: localhost", "GET / HTTP/1.1\r\nHost: a,b")) {
            Trial trial = serve(request -> Script.text(200, request.target()), exchange -> Decision.CONTINUE);
            try (Wire wire = trial.connect().send(head + "\r\n\r\n" + SMUGGLED)) {
                assertThat(wire.read().status()).isEqualTo(400);
                assertThat(wire.read().text()).isEqualTo("/smuggled");
            }
            assertThat(trial.onlyReceived().target()).isEqualTo("/smuggled");
        }
        assertRefused("GET / HTTP/1.1\r\n\r\n" + SMUGGLED);
        assertRefused("GET / HTTP/1.1\r\nHost: localhost\r\nHost: other\r\n\r\n" + SMUGGLED);
        assertRefused("GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n" + SMUGGLED);
        for (String host : List.of("a b", "a/b", "a@b", "a:b", "a\\b", "localhost:99999")) {
            assertRefused("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n" + SMUGGLED);
        }
    }
}
