package dev.portcullis.gateway.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.testkit.ChunkedContent;
import dev.portcullis.gateway.testkit.Deviation;
import dev.portcullis.gateway.testkit.HostContract;
import dev.portcullis.gateway.testkit.Script;
import dev.portcullis.gateway.testkit.Trial;
import dev.portcullis.gateway.testkit.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Undertow's parser does not refuse: inspectors and handler then see the same, and no request follows. */
abstract class UndertowCases extends HostContract {
    private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

    @Test
    @Override
    @Deviation("the server takes what follows the digits of a chunk size for an extension")
    public void chunkSizeThatIsNoNumberIsRefused() throws IOException {
        for (String size : List.of("1 1", "1,")) {
            assertReadAsA(size + "\r\na\r\n0\r\n\r\n");
        }
        for (String size : List.of("x", "-1", "+1", "0x1", "fffffffffffffffff1", "", "g", "\u00b2")) {
            assertRefused(CHUNKED + size + "\r\na\r\n0\r\n\r\n" + SMUGGLED, exchange -> {
                exchange.inspectRequestBody(BodyLimit.reject(1000), body -> Decision.CONTINUE);
                return Decision.CONTINUE;
            });
        }
    }

    @Test
    @Override
    @Deviation("the server skips what follows the content of a chunk up to the end of the line")
    public void chunkThatDoesNotEndWhereItsSizeSaysIsRefused() throws IOException {
        for (String chunk : List.of("1\r\nab\r\n", "1\r\naXX\r\n")) {
            assertReadAsA(chunk + "0\r\n\r\n");
        }
    }

    @Test
    @Override
    @Deviation("the parser joins the lines and shows one field, to filters and handler alike")
    public void foldedFieldIsRefused() throws IOException {
        assertFoldedFieldIsJoined();
    }

    @Test
    @Override
    @Deviation("the parser takes HTTP/1.2 and HTTP/3.0 for HTTP/1.1, and answers what says HTTP/0.9 in that version")
    public void versionOfAnotherProtocolIsRefused() throws IOException {
        assertRefused("GET / HTTP/2.0\r\nHost: localhost\r\n\r\n" + SMUGGLED);
        Trial trial = serve(
                request -> Script.text(200, request.target()),
                exchange -> exchange.request().protocol().equals("HTTP/1.1")
                        ? Decision.CONTINUE
                        : Decision.reject(Reason.FORBIDDEN, "test.protocol", ""));
        for (String version : List.of("HTTP/1.2", "HTTP/3.0", "HTTP/3.1")) {
            try (Wire wire = trial.connect().send("GET / " + version + "\r\nHost: localhost\r\n\r\n")) {
                assertThat(wire.read().text()).isEqualTo("/");
            }
        }
        int served = trial.received().size();
        try (Wire wire = trial.connect().send("GET / HTTP/0.9\r\nHost: localhost\r\n\r\n" + SMUGGLED)) {
            assertThat(new String(wire.readToEnd(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/0.9 400 ");
        }
        assertThat(trial.received()).hasSize(served);
    }

    @Test
    @Override
    @Deviation("the parser takes every version that it does not know for HTTP/1.1")
    public void malformedRequestLineIsRefused() throws IOException {
        for (String line : List.of("GET /", "GET / HTTQ/1.1", "G(T / HTTP/1.1")) {
            assertRefused(line + "\r\nHost: localhost\r\n\r\n" + SMUGGLED);
        }
        Trial trial = serve(
                request -> Script.text(200, request.target()),
                exchange -> exchange.request().protocol().equals("HTTP/1.1")
                        ? Decision.CONTINUE
                        : Decision.reject(Reason.FORBIDDEN, "test.protocol", ""));
        try (Wire wire = trial.connect().send("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n")) {
            assertThat(wire.read().text()).isEqualTo("/");
        }
    }

    @Override
    public boolean connectionLivesOnAfterChunks() {
        return false;
    }

    @Test
    @Override
    @Deviation("what follows chunks that the parser reads leniently may be no request; the adapter ends the connection")
    public void requestsFollowChunkedContent() throws IOException {
        ChunkedContent.endsTheConnection(this);
    }

    @Override
    @Deviation("the server takes no query with a bare one of `\"<>\\^`{|}` or a percent sign without two digits")
    public boolean refusesByItself(String target) {
        if (target.chars().anyMatch(c -> "\"<>\\^`{|}".indexOf(c) >= 0)) {
            return true;
        }
        for (int at = target.indexOf('%'); at >= 0; at = target.indexOf('%', at + 1)) {
            if (at + 2 >= target.length()
                    || Character.digit(target.charAt(at + 1), 16) < 0
                    || Character.digit(target.charAt(at + 2), 16) < 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    @Deviation(
            "the server drops a question mark that opens a query, and an empty query is none; gateway and handler agree")
    public String asHandlersSeeIt(String target) {
        int query = target.indexOf('?') + 1;
        if (query == 0) {
            return target;
        }
        String seen = target.substring(target.startsWith("?", query) ? query + 1 : query);
        return target.substring(0, query - 1) + (seen.isEmpty() ? "" : "?" + seen);
    }

    private void assertReadAsA(String chunks) throws IOException {
        StringBuilder inspected = new StringBuilder();
        Trial trial = serve(request -> Script.text(200, request.target() + ' ' + request.text()), exchange -> {
            exchange.inspectRequestBody(BodyLimit.reject(1000), body -> {
                inspected
                        .append(new String(body.toByteArray(), StandardCharsets.ISO_8859_1))
                        .append(';');
                return Decision.CONTINUE;
            });
            return Decision.CONTINUE;
        });
        try (Wire wire = trial.connect().send(CHUNKED + chunks + SMUGGLED)) {
            assertThat(wire.read().text()).as(chunks).isEqualTo("/ a");
            assertThat(wire.isClosedByServer()).isTrue();
        }
        assertThat(inspected).hasToString("a;");
        assertThat(trial.received()).hasSize(1);
    }
}
