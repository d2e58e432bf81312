package dev.portcullis.gateway.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.testkit.ChunkedContent;
import dev.portcullis.gateway.testkit.Deviation;
import dev.portcullis.gateway.testkit.HostContract;
import dev.portcullis.gateway.testkit.Script;
import dev.portcullis.gateway.testkit.TestRequest;
import dev.portcullis.gateway.testkit.TestResponse;
import dev.portcullis.gateway.testkit.TestServer;
import dev.portcullis.gateway.testkit.Trial;
import dev.portcullis.gateway.testkit.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class JdkHostTest extends HostContract {
    private static final String EXPECTING = "POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n";
    private static final Decision REFUSED = Decision.reject(Reason.FORBIDDEN, "test.refused", "");

    @Override
    protected TestServer newServer() {
        return new JdkTestServer();
    }

    @Override
    public boolean connectionLivesOnAfterChunks() {
        return false;
    }

    @Test
    @Override
    @Deviation(
            "the server reads chunk sizes modulo 2^32, so that what follows may be no request; the adapter ends the connection")
    public void requestsFollowChunkedContent() throws IOException {
        ChunkedContent.endsTheConnection(this);
    }

    @Test
    @Override
    @Deviation("the server has one thread for each request, which a pending verdict holds")
    public void parkedExchangesHoldNoThread() throws Exception {
        CompletableFuture<Decision> verdict = new CompletableFuture<>();
        Trial trial = serve(
                request -> Script.text(200, "ok"),
                exchange -> Verdict.defer(verdict, Duration.ofSeconds(30), Decision.CONTINUE));
        List<Wire> waiting = new ArrayList<>();
        for (int i = 0; i < threads() + 4; i++) {
            waiting.add(trial.connect().send(TestRequest.get("/")));
        }
        trial.awaitUntil(() -> trial.begun() == threads());
        verdict.complete(Decision.CONTINUE);
        for (Wire wire : waiting) {
            TestResponse response = wire.read();
            assertThat(response.status()).isEqualTo(200);
            wire.close();
        }
        assertThat(trial.begun()).isEqualTo(threads() + 4);
    }

    @Override
    @Deviation("the server looks at a connection only to read a request or to write an answer")
    public boolean abortsAreSeenWhileParked() {
        return false;
    }

    @Test
    @Override
    @Deviation("the server sends 100 before it calls any handler")
    public void refusalComesInsteadOfTheContinue() throws IOException {
        assertRefusedAfterTheContinue(trial(exchange -> REFUSED), 403, "Content-Length: 7\r\n\r\n");
    }

    @Test
    @Override
    @Deviation("the server sends 100 before it calls any handler")
    public void bodyThatIsAnnouncedTooLargeIsNeverAskedFor() throws IOException {
        assertRefusedAfterTheContinue(trial(inspecting()), 413, "Content-Length: 1001\r\n\r\n");
    }

    @Test
    @Override
    @Deviation("the server sends 100 before it calls any handler")
    public void continueWaitsForThePendingVerdict() throws IOException {
        CompletableFuture<Decision> verdict = new CompletableFuture<>();
        Trial trial = trial(exchange -> Verdict.defer(verdict, Duration.ofSeconds(30), REFUSED));
        try (Wire wire = trial.connect().send(EXPECTING + "Content-Length: 7\r\n\r\n")) {
            assertThat(wire.readHead().status()).isEqualTo(100);
            verdict.complete(Decision.CONTINUE);
            assertThat(wire.send("content").read().text()).isEqualTo("content");
        }
    }

    @Test
    @Override
    @Deviation("the server cannot read trailer fields and breaks the request off")
    public void inspectorAndHandlerSeeTheTrailersOfAWholeBody() {
        assertBreaksOff(inspecting());
    }

    @Test
    @Override
    @Deviation("the server cannot read trailer fields and breaks the request off")
    public void inspectorCanRefuseForATrailer() {
        assertBreaksOff(inspecting());
    }

    @Test
    @Override
    @Deviation("the server cannot read trailer fields; the handler's read fails")
    public void trailersBehindAnUninspectedRestAreDropped() throws IOException {
        Trial trial = serve(request -> Script.text(200, request.text()), exchange -> {
            exchange.inspectRequestBody(BodyLimit.inspectPrefix(3), body -> Decision.CONTINUE);
            return Decision.CONTINUE;
        });
        assertBreaksOff(trial);
    }

    @Test
    @Override
    @Deviation("the server cannot read trailer fields and breaks the request off")
    public void connectionLivesOnAfterTrailers() {
        assertBreaksOff(exchange -> Decision.CONTINUE);
    }

    @Test
    @Override
    @Deviation("the parser drops control characters around a value, so that nobody else sees them")
    public void codingWithAControlCharacterIsRefused() throws IOException {
        Trial trial = trial(exchange -> Decision.CONTINUE);
        try (Wire wire = trial.connect()) {
            wire.send(POST + "Transfer-Encoding: \u000bchunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
            assertThat(wire.read().text()).isEqualTo("abc");
        }
        assertThat(trial.onlyReceived().headers().all("Transfer-Encoding")).containsExactly("chunked");
        assertRefused(POST + "Transfer-Encoding: chun\u000bked\r\n\r\n0\r\n\r\n" + SMUGGLED);
    }

    @Test
    @Override
    @Deviation("the parser joins the lines and shows one field, to filters and handler alike")
    public void foldedFieldIsRefused() throws IOException {
        assertFoldedFieldIsJoined();
    }

    @Test
    @Override
    @Deviation("the parser takes a bare CR for the end of a line, and shows two fields")
    public void bareCarriageReturnInAFieldIsRefused() throws IOException {
        Trial trial = trial(exchange -> Decision.CONTINUE);
        try (Wire wire = trial.connect()) {
            wire.send("GET / HTTP/1.1\r\nHost: localhost\r\nX-Value: a\rX-Other: b\r\n\r\n");
            assertThat(wire.read().status()).isEqualTo(200);
        }
        assertThat(trial.onlyReceived().headers().all("X-Value")).containsExactly("a");
        assertThat(trial.onlyReceived().headers().all("X-Other")).containsExactly("b");
    }

    @Test
    @Override
    @Deviation("the parser takes the second word for the target and the last for the protocol, whatever is between")
    public void requestLineOfFourWordsIsRefused() throws IOException {
        Trial trial = trial(exchange -> Decision.CONTINUE);
        try (Wire wire = trial.connect().send("GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
            assertThat(wire.read().status()).isEqualTo(200);
        }
        assertThat(trial.onlyReceived().target()).isEqualTo("/a");
    }

    private Trial trial(Filter filter) {
        return serve(request -> Script.text(200, request.text()), filter);
    }

    private static Filter inspecting() {
        return exchange -> {
            exchange.inspectRequestBody(BodyLimit.reject(1000), body -> Decision.CONTINUE);
            return Decision.CONTINUE;
        };
    }

    private void assertBreaksOff(Filter filter) {
        assertBreaksOff(trial(filter));
    }

    private static void assertBreaksOff(Trial trial) {
        TestRequest request = TestRequest.post("/", "content").chunked("X-Digest", "abc");
        try {
            assertThat(trial.send(request).status()).isEqualTo(500);
        } catch (IOException e) {
            assertThat(e).isInstanceOf(EOFException.class);
        }
        assertThat(trial.received()).isEmpty();
        assertThat(trial.outcome().end()).isIn(Outcome.End.FAILED, Outcome.End.CANCELLED);
    }

    private static void assertRefusedAfterTheContinue(Trial trial, int status, String framing) throws IOException {
        try (Wire wire = trial.connect().send(EXPECTING + framing)) {
            TestResponse response = wire.read();
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.informational()).containsExactly(100);
        }
        assertThat(trial.received()).isEmpty();
    }

    @Override
    @Deviation("the server takes no target that java.net.URI does not take, such as a query with a bare `|`")
    public boolean refusesByItself(String target) {
        try {
            new URI(target);
            return false;
        } catch (URISyntaxException e) {
            return true;
        }
    }
}
