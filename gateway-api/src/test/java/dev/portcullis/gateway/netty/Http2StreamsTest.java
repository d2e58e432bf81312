package dev.portcullis.gateway.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.testkit.HostBench;
import dev.portcullis.gateway.testkit.Script;
import dev.portcullis.gateway.testkit.TestHandler;
import dev.portcullis.gateway.testkit.TestRequest;
import dev.portcullis.gateway.testkit.TestResponse;
import dev.portcullis.gateway.testkit.TestServer;
import dev.portcullis.gateway.testkit.Trial;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What only HTTP/2 has: streams that live and die beside each other, and windows. */
class Http2StreamsTest extends HostBench {
    private static final int WINDOW = 65_535;
    private static final Decision REFUSED = Decision.reject(Reason.FORBIDDEN, "test.refused", "");
    private static final TestHandler ECHO = request -> Script.fixed(200, request.body(), "X-Target", request.target());

    @BeforeAll
    static void listenForLeaks() {
        Leaks.listen();
    }

    @Override
    protected TestServer newServer() {
        return Http2Server.create();
    }

    @Test
    void streamThatIsResetWhileItsVerdictIsPendingEndsTheExchangeAndNoOther() throws IOException {
        for (String phase : List.of("/head", "/request-body", "/response-head", "/response-body")) {
            CompletableFuture<Decision> verdict = new CompletableFuture<>();
            Trial trial = serve(ECHO, waitingIn(verdict));
            try (Http2Client client = Http2Client.connect(trial.address(), WINDOW)) {
                Http2Client.Stream parked = client.open().send(TestRequest.post(phase, "content"));
                trial.awaitUntil(() -> trial.parked() == 1);
                assertThat(client.open()
                                .send(TestRequest.post("/other", "1"))
                                .read()
                                .text())
                        .isEqualTo("1");
                parked.reset();
                trial.awaitUntil(() -> trial.parked() == 0);
                assertThat(trial.outcomes(2)).extracting(Outcome::end).contains(Outcome.End.CANCELLED);
                verdict.complete(Decision.CONTINUE);
                assertThat(client.open()
                                .send(TestRequest.post("/other", "2"))
                                .read()
                                .text())
                        .isEqualTo("2");
            } finally {
                verdict.complete(Decision.CONTINUE);
            }
        }
    }

    @Test
    void streamThatIsResetInTheMiddleOfItsBodyNeverReachesTheHandler() throws IOException {
        Trial trial = serve(ECHO, collecting());
        try (Http2Client client = Http2Client.connect(trial.address(), WINDOW)) {
            Http2Client.Stream stream =
                    client.open().sendHead(TestRequest.post("/", ""), false).sendContent(new byte[100], false);
            trial.awaitUntil(() -> trial.begun() == 1);
            stream.reset();
            assertThat(trial.outcome().end()).isEqualTo(Outcome.End.CANCELLED);
        }
        assertThat(trial.received()).isEmpty();
    }

    @Test
    void streamThatIsResetInTheMiddleOfItsAnswerIsCancelled() throws IOException {
        CompletableFuture<Void> never = new CompletableFuture<>();
        Trial trial = serve(
                request -> Script.streaming(200).write("begun").flush().await(never), exchange -> Decision.CONTINUE);
        try (Http2Client client = Http2Client.connect(trial.address(), WINDOW)) {
            Http2Client.Stream stream = client.open().send(TestRequest.get("/"));
            assertThat(stream.status()).isEqualTo(200);
            stream.reset();
            assertThat(trial.outcome().end()).isEqualTo(Outcome.End.CANCELLED);
        } finally {
            never.complete(null);
        }
    }

    @Test
    void hundredStreamsOfOneConnectionAreJudgedEachForItself() throws IOException {
        Trial trial = serve(ECHO, exchange -> {
            exchange.inspectRequestBody(
                    BodyLimit.reject(100_000),
                    body -> Verdict.defer(
                            CompletableFuture.supplyAsync(() -> body.at(0) == 'x' ? REFUSED : Decision.CONTINUE),
                            Duration.ofSeconds(20),
                            REFUSED));
            return Decision.CONTINUE;
        });
        try (Http2Client client = Http2Client.connect(trial.address(), WINDOW)) {
            List<Http2Client.Stream> streams = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String content = (i % 3 == 0 ? "x" : "o") + "-".repeat(i * 97) + i;
                streams.add(
                        client.open().send(TestRequest.post("/" + i, content).chunked()));
            }
            for (int i = 0; i < 100; i++) {
                if (i % 3 == 0) {
                    assertThat(streams.get(i).read().status()).isEqualTo(403);
                } else {
                    assertThat(streams.get(i).read().header("x-target")).isEqualTo("/" + i);
                    assertThat(streams.get(i).read().text()).endsWith("-" + i);
                }
            }
        }
        assertThat(trial.received()).hasSize(66);
    }

    @Test
    void attackInTheLastByteIsSeen() throws IOException {
        Trial trial = serve(ECHO, exchange -> {
            exchange.inspectRequestBody(
                    BodyLimit.reject(1 << 20),
                    body -> body.length() > 0 && body.at(body.length() - 1) == '!' ? REFUSED : Decision.CONTINUE);
            return Decision.CONTINUE;
        });
        try (Http2Client client = Http2Client.connect(trial.address(), WINDOW)) {
            for (String type : List.of("application/grpc", "text/event-stream", "application/octet-stream")) {
                Http2Client.Stream stream =
                        client.open().sendHead(TestRequest.post("/", "", "Content-Type", type), false);
                for (int i = 0; i < 20; i++) {
                    stream.sendContent(new byte[10_000], false);
                }
                TestResponse answer = stream.sendContent(new byte[] {'!'}, true).read();
                if (type.equals("application/grpc")) {
                    assertThat(answer.header("grpc-status")).isEqualTo("7"); // PERMISSION_DENIED, in gRPC's own words
                } else {
                    assertThat(answer.status()).as(type).isEqualTo(403);
                }
            }
        }
        assertThat(trial.received()).isEmpty();
    }

    @Test
    void clientThatTakesNothingHoldsBackItsOwnStreamAlone() throws IOException {
        byte[] content = noise(1 << 20);
        for (Filter filter : List.<Filter>of(exchange -> Decision.CONTINUE, judgingAnswers())) {
            Trial trial = serve(
                    request ->
                            request.target().equals("/large") ? Script.fixed(200, content) : Script.text(200, "small"),
                    filter);
            try (Http2Client client = Http2Client.connect(trial.address(), 10_000)) {
                Http2Client.Stream large = client.open().stopTaking().send(TestRequest.get("/large"));
                for (int i = 0; i < 20; i++) {
                    assertThat(client.open()
                                    .send(TestRequest.get("/small"))
                                    .read()
                                    .text())
                            .isEqualTo("small");
                }
                assertThat(large.received()).isLessThanOrEqualTo(10_000);
                large.goOnTaking();
                assertThat(Arrays.equals(large.read().body(), content)).isTrue();
            }
        }
    }

    @Test
    void uploadWaitsInItsWindowWhileTheVerdictIsPendingAndThenArrivesWhole() throws IOException {
        byte[] content = noise(8 << 20);
        CompletableFuture<Decision> verdict = new CompletableFuture<>();
        Trial trial = serve(request -> Script.text(200, "ok"), Limits.DEFAULTS.withBody(16 << 20), (Filter)
                exchange -> Verdict.defer(verdict, Duration.ofSeconds(30), REFUSED));
        try (Http2Client client = Http2Client.connect(trial.address(), WINDOW)) {
            Http2Client.Stream upload =
                    client.open().send(TestRequest.post("/", "").body(content).chunked());
            trial.awaitUntil(() -> trial.parked() == 1);
            assertThat(upload.received()).isZero();
            verdict.complete(Decision.CONTINUE);
            assertThat(upload.read().text()).isEqualTo("ok");
        } finally {
            verdict.complete(Decision.CONTINUE);
        }
        assertThat(Arrays.equals(trial.onlyReceived().body(), content)).isTrue();
        assertThat(trial.outcome().requestBytes()).isEqualTo(content.length);
    }

    @Test
    void handlerThatFailsInTheMiddleOfItsAnswerResetsItsStreamAlone() throws IOException {
        Trial trial = serve(
                request -> request.target().equals("/fails")
                        ? Script.streaming(200).write("part").flush().fail(new IllegalStateException("on purpose"))
                        : Script.text(200, "ok"),
                exchange -> Decision.CONTINUE);
        try (Http2Client client = Http2Client.connect(trial.address(), WINDOW)) {
            Http2Client.Stream failing = client.open().send(TestRequest.get("/fails"));
            assertThatThrownBy(failing::read).isInstanceOf(IOException.class);
            assertThat(client.open().send(TestRequest.get("/")).read().text()).isEqualTo("ok");
        }
    }

    private static Filter waitingIn(CompletableFuture<Decision> verdict) {
        return exchange -> {
            Verdict pending = Verdict.defer(verdict, Duration.ofSeconds(30), REFUSED);
            switch (exchange.request().path()) {
                case "/head":
                    return pending;
                case "/request-body":
                    exchange.inspectRequestBody(BodyLimit.reject(1000), body -> pending);
                    return Decision.CONTINUE;
                case "/response-head":
                    exchange.inspectResponse(head -> pending);
                    return Decision.CONTINUE;
                case "/response-body":
                    exchange.inspectResponseBody(BodyLimit.reject(1000), body -> pending);
                    return Decision.CONTINUE;
                default:
                    return Decision.CONTINUE;
            }
        };
    }

    private static Filter collecting() {
        return exchange -> {
            exchange.inspectRequestBody(BodyLimit.reject(1000), body -> Decision.CONTINUE);
            return Decision.CONTINUE;
        };
    }

    private static Filter judgingAnswers() {
        return exchange -> {
            exchange.inspectResponseBody(BodyLimit.inspectPrefix(1000), body -> Decision.CONTINUE);
            return Decision.CONTINUE;
        };
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }
}
