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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The contract on Tomcat. */
abstract class TomcatContract extends HostContract {
    private final UnaryOperator<GatewayFilter> variant;

    TomcatContract(UnaryOperator<GatewayFilter> variant) {
        this.variant = variant;
    }

    @Override
    protected TestServer newServer() {
        return new ServletTestServer(Containers.TOMCAT, variant);
    }

    @Override
    @Deviation("the container looks at a connection only to read or to write")
    public boolean abortsAreSeenWhileParked() {
        return false;
    }

    @Test
    @Override
    @Deviation("the parser drops the Content-Length and closes the connection after the answer (RFC 9112, section 6.3)")
    public void twoWaysToFrameOneBodyAreRefused() throws IOException {
        for (String both : List.of(
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n")) {
            assertReadAsChunkedAndClosed(both);
        }
        assertRefused("POST / HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED);
    }

    @Test
    @Override
    @Deviation("the parser joins the lines and shows one field, to filters and handler alike")
    public void foldedFieldIsRefused() throws IOException {
        assertFoldedFieldIsJoined();
    }

    @Test
    @Override
    @Deviation("the parser unfolds, drops the Content-Length and closes the connection after the answer")
    public void foldedFramingFieldIsRefused() throws IOException {
        assertReadAsChunkedAndClosed("Transfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n\r\n");
        assertRefused(POST + "Content-Length: 4\r\n 5\r\n\r\nabcd" + SMUGGLED);
    }

    @Test
    @Override
    @Deviation("the parser takes a request line of two words for HTTP/0.9, whose refusal is content without a head")
    public void malformedRequestLineIsRefused() throws IOException {
        Trial trial = serve(request -> Script.text(200, "ok"), exchange -> Decision.CONTINUE);
        try (Wire wire = trial.connect().send("GET /\r\nHost: localhost\r\n\r\n" + SMUGGLED)) {
            assertThat(new String(wire.readToEnd(), StandardCharsets.ISO_8859_1))
                    .contains("\"status\":400")
                    .doesNotContain("HTTP/1.1");
        }
        assertThat(trial.received()).isEmpty();
        for (String line : List.of("GET / HTTP/9.9", "GET / HTTQ/1.1", "GET / HTTP/1.1x", "G(T / HTTP/1.1")) {
            assertRefused(line + "\r\nHost: localhost\r\n\r\n" + SMUGGLED);
        }
    }

    private void assertReadAsChunkedAndClosed(String framing) throws IOException {
        Trial trial = serve(request -> Script.text(200, request.text()), exchange -> Decision.CONTINUE);
        try (Wire wire = trial.connect().send(POST + framing + "3\r\nabc\r\n0\r\n\r\n" + SMUGGLED)) {
            assertThat(wire.read().text()).isEqualTo("abc");
            assertThat(wire.isClosedByServer()).isTrue();
        }
        assertThat(trial.onlyReceived().headers().contains("Content-Length")).isFalse();
    }
}
