package dev.portcullis.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.Outcome;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a connection of HTTP/1.1 goes through: one request after the other, and requests that are refused half-way. */
interface ConnectionCases extends Bench {
    @Test
    default void connectionLivesOnAfterARefusal() throws IOException {
        Trial trial = serve(
                Handlers.echo(),
                exchange -> exchange.request().path().equals("/no") ? VerdictCases.REFUSED : Decision.CONTINUE);
        try (Wire wire = trial.connect()) {
            for (TestRequest request : List.of(
                    TestRequest.get("/no"),
                    TestRequest.post("/no", "content"),
                    chunkedBeforeOthers(TestRequest.post("/no", "content")),
                    TestRequest.of("HEAD", "/no"))) {
                assertThat(wire.send(request).read(request.method()).status()).isEqualTo(403);
                assertThat(wire.send(TestRequest.get("/yes")).read().text()).isEqualTo("GET /yes ");
            }
        }
        trial.outcomes(8);
    }

    @Test
    default void connectionLivesOnAfterARefusedResponse() throws IOException {
        Script streaming =
                Script.streaming(200).write("part").flush().write("part").flush();
        for (Script script : List.of(Script.text(200, "content"), streaming)) {
            Trial trial = serve(Handlers.always(script), exchange -> {
                if (exchange.request().path().equals("/no")) {
                    exchange.inspectResponse(head -> VerdictCases.REFUSED);
                }
                return Decision.CONTINUE;
            });
            try (Wire wire = trial.connect()) {
                for (int i = 0; i < 3; i++) {
                    assertThat(wire.send(TestRequest.get("/no")).read().status())
                            .isEqualTo(403);
                    assertThat(wire.send(TestRequest.get("/yes")).read().status())
                            .isEqualTo(200);
                }
            }
        }
    }

    @Test
    default void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        Trial trial = serve(Handlers.echo(), exchange -> {
            switch (exchange.request().path()) {
                case "/later":
                    return DeferredCases.later(DeferredCases.soon(Decision.CONTINUE));
                case "/no":
                    return VerdictCases.REFUSED;
                case "/body":
                    exchange.inspectRequestBody(
                            BodyLimit.reject(100), body -> DeferredCases.later(DeferredCases.soon(Decision.CONTINUE)));
                    return Decision.CONTINUE;
                default:
                    return Decision.CONTINUE;
            }
        });
        StringBuilder all = new StringBuilder();
        for (TestRequest request : List.of(
                TestRequest.get("/later"),
                TestRequest.get("/1"),
                TestRequest.get("/no"),
                TestRequest.post("/body", "first"),
                chunkedBeforeOthers(TestRequest.post("/body", "second")),
                TestRequest.get("/later"),
                TestRequest.get("/2"))) {
            all.append(new String(Wire.encode(request), StandardCharsets.ISO_8859_1));
        }
        try (Wire wire = trial.connect().send(all.toString())) {
            assertThat(wire.read().text()).isEqualTo("GET /later ");
            assertThat(wire.read().text()).isEqualTo("GET /1 ");
            assertThat(wire.read().status()).isEqualTo(403);
            assertThat(wire.read().text()).isEqualTo("POST /body first");
            assertThat(wire.read().text()).isEqualTo("POST /body second");
            assertThat(wire.read().text()).isEqualTo("GET /later ");
            assertThat(wire.read().text()).isEqualTo("GET /2 ");
        }
        assertThat(trial.received().stream().map(Received::target))
                .containsExactly("/later", "/1", "/body", "/body", "/later", "/2");
    }

    @Test
    default void refusalArrivesThoughTheBodyIsStillBeingSent() throws IOException {
        Trial trial = serve(Handlers.echo(), exchange -> VerdictCases.REFUSED);
        byte[] content = Handlers.noise(5 << 20);
        for (TestRequest request : TestRequest.post("/", "").body(content).inBothFramings()) {
            try (Wire wire = trial.connect()) {
                wire.send(request);
                assertThat(wire.read().status()).isEqualTo(403);
            }
        }
        assertThat(trial.received()).isEmpty();
    }

    @Test
    default void refusalIsSentThoughTheRestOfTheBodyNeverComes() throws IOException {
        Trial trial = serve(Handlers.echo(), exchange -> VerdictCases.REFUSED);
        try (Wire wire = trial.connect()) {
            wire.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\npart");
            assertThat(wire.read().status()).isEqualTo(403);
            assertThat(wire.isClosedByServer()).isTrue();
        }
    }

    @Test
    default void bodyThatGrowsBeyondItsLimitIsRefusedBeforeItsEnd() throws IOException {
        Trial trial = serve(Handlers.echo(), exchange -> {
            exchange.inspectRequestBody(BodyLimit.reject(1000), body -> Decision.CONTINUE);
            return Decision.CONTINUE;
        });
        try (Wire wire = trial.connect()) {
            wire.send("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            wire.sendChunk(new byte[900]).sendChunk(new byte[900]);
            assertThat(wire.read().status()).isEqualTo(413);
        }
        assertThat(trial.received()).isEmpty();
    }

    @Test
    default void handlerIsNotCalledBeforeTheLastByteOfAnInspectedBody() throws IOException {
        Trial trial = serve(Handlers.echo(), RequestBodyCases.attackFinder());
        try (Wire wire = trial.connect()) {
            wire.send("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 20; i++) {
                wire.sendChunk(new byte[1000]);
            }
            wire.send("6\r\nATTAC");
            trial.awaitUntil(() -> trial.begun() == 1);
            assertThat(trial.received()).isEmpty();
            wire.send("K\r\n0\r\n\r\n");
            assertThat(wire.read().status()).isEqualTo(403);
        }
        assertThat(trial.received()).isEmpty();
    }

    @Test
    default void bodyThatDoesNotArriveInTimeIs408() throws IOException {
        Limits limits = Limits.DEFAULTS.withBodyTime(Duration.ofMillis(150));
        for (String framing :
                List.of("Content-Length: 1000\r\n\r\npart", "Transfer-Encoding: chunked\r\n\r\n4\r\npart\r\n")) {
            Trial trial = serve(Handlers.echo(), limits, exchange -> {
                exchange.inspectRequestBody(BodyLimit.reject(1000), body -> Decision.CONTINUE);
                return Decision.CONTINUE;
            });
            try (Wire wire = trial.connect()) {
                wire.send("POST / HTTP/1.1\r\nHost: localhost\r\n" + framing);
                assertThat(wire.read().status()).isEqualTo(408);
                assertThat(wire.isClosedByServer()).isTrue();
            }
            assertThat(trial.received()).isEmpty();
            assertThat(trial.outcome().status()).isEqualTo(408);
        }
    }

    @Test
    default void answerThatBreaksOffIsNotTakenForAWholeOne() throws IOException {
        for (Filter filter : List.<Filter>of(exchange -> Decision.CONTINUE, exchange -> {
            exchange.inspectResponse(head -> Decision.CONTINUE);
            return Decision.CONTINUE;
        })) {
            Script script = Script.streaming(200).write("part").flush().fail(new IllegalStateException("on purpose"));
            Trial trial = serve(Handlers.always(script), filter);
            try (Wire wire = trial.connect()) {
                // Kept alive on purpose: with Connection: close an unframed answer could not be told from a cut one.
                wire.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");
                assertThat(wire.readHead().status()).isEqualTo(200);
                assertThatThrownBy(() -> {
                            while (wire.readChunk().length > 0) {
                                // the content up to where it breaks off
                            }
                        })
                        .isInstanceOfAny(EOFException.class, SocketException.class);
            }
            assertThat(trial.outcome().end()).isEqualTo(Outcome.End.FAILED);
        }
    }

    @Test
    default void requestsFollowChunkedContent() throws IOException {
        Trial trial = serve(
                Handlers.echo(),
                exchange -> exchange.request().path().equals("/no") ? VerdictCases.REFUSED : Decision.CONTINUE);
        try (Wire wire = trial.connect()) {
            for (String path : List.of("/yes", "/no", "/yes")) {
                int status = path.equals("/no") ? 403 : 200;
                assertThat(wire.send(TestRequest.post(path, "content").chunked())
                                .read()
                                .status())
                        .isEqualTo(status);
            }
        }
    }

    @Test
    default void eventStreamIsNotHeldByABodyInspector() throws IOException {
        CompletableFuture<Void> secondEvent = new CompletableFuture<>();
        Script script = Script.streaming(200, "Content-Type", "text/event-stream")
                .write("data: 1\n\n")
                .flush()
                .await(secondEvent)
                .write("data: 2\n\n")
                .flush();
        Trial trial = serve(Handlers.always(script), exchange -> {
            exchange.inspectResponseBody(BodyLimit.inspectPrefix(1 << 20), body -> Decision.CONTINUE);
            return Decision.CONTINUE;
        });
        try (Wire wire = trial.connect().send(TestRequest.get("/"))) {
            long asked = System.nanoTime();
            assertThat(wire.readHead().status()).isEqualTo(200);
            assertThat(wire.readChunk()).isEqualTo(Handlers.bytes("data: 1\n\n"));
            assertThat(System.nanoTime() - asked).isLessThan(TimeUnit.SECONDS.toNanos(5));
            secondEvent.complete(null);
            assertThat(wire.readChunk()).isEqualTo(Handlers.bytes("data: 2\n\n"));
            assertThat(wire.readChunk()).isEmpty();
        } finally {
            secondEvent.complete(null);
        }
        assertThat(trial.outcome().responseUninspected()).isTrue();
    }

    @Test
    default void olderProtocolIsAnsweredAndClosed() throws IOException {
        for (Filter filter : List.<Filter>of(exchange -> Decision.CONTINUE, exchange -> VerdictCases.REFUSED)) {
            Trial trial = serve(Handlers.ok(), filter);
            try (Wire wire = trial.connect()) {
                wire.send("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n");
                assertThat(wire.read().status()).isIn(200, 403);
                assertThat(wire.isClosedByServer()).isTrue();
            }
        }
    }
}
