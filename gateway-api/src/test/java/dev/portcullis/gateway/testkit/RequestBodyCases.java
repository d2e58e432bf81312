package dev.portcullis.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.Outcome;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The barrier before the handler. */
interface RequestBodyCases extends Bench {
    @Test
    default void inspectorIsShownTheWholeBodyBeforeTheHandlerRuns() throws IOException {
        AtomicReference<Trial> trial = new AtomicReference<>();
        List<String> order = new CopyOnWriteArrayList<>();
        trial.set(serve(
                request -> {
                    order.add("handler " + request.text());
                    return Script.text(200, "ok");
                },
                exchange -> {
                    exchange.inspectRequestBody(BodyLimit.reject(1000), body -> {
                        order.add("inspector " + new String(body.toByteArray(), StandardCharsets.US_ASCII)
                                + body.truncated());
                        return Decision.CONTINUE;
                    });
                    return Decision.CONTINUE;
                }));
        for (TestRequest request : TestRequest.post("/", "content").inBothFramings()) {
            order.clear();
            assertThat(trial.get().send(request).status()).isEqualTo(200);
            assertThat(order).containsExactly("inspector contentfalse", "handler content");
        }
    }

    @Test
    default void inspectorIsCalledWithTheEmptyBodyWhereThereIsNone() throws IOException {
        List<Integer> lengths = new CopyOnWriteArrayList<>();
        Trial trial = serve(Handlers.echo(), exchange -> {
            exchange.inspectRequestBody(BodyLimit.reject(1000), body -> {
                lengths.add(body.length());
                return Decision.CONTINUE;
            });
            return Decision.CONTINUE;
        });
        assertThat(trial.send(TestRequest.get("/")).text()).isEqualTo("GET / ");
        assertThat(trial.send(TestRequest.post("/", "")).text()).isEqualTo("POST / ");
        assertThat(trial.send(TestRequest.post("/", "").chunked()).text()).isEqualTo("POST / ");
        assertThat(lengths).containsExactly(0, 0, 0);
    }

    @Test
    default void bodyBeyondAStrictLimitIs413() throws IOException {
        Trial trial = serve(Handlers.echo(), limited(BodyLimit.reject(1000), body -> {}));
        for (int length : new int[] {0, 1, 999, 1000, 1001, 3000, 200_000}) {
            for (TestRequest request :
                    TestRequest.post("/", Handlers.filler(length)).inBothFramings()) {
                trial.received().clear();
                TestResponse response = trial.send(request);
                assertThat(response.status()).as("%s bytes", length).isEqualTo(length <= 1000 ? 200 : 413);
                assertThat(trial.received()).as("%s bytes", length).hasSize(length <= 1000 ? 1 : 0);
            }
        }
    }

    @Test
    default void prefixIsInspectedAndTheWholeBodyReachesTheHandler() throws IOException {
        AtomicReference<Body> seen = new AtomicReference<>(Body.EMPTY);
        Trial trial = serve(
                Handlers.ok(),
                Limits.DEFAULTS.withBody(Integer.MAX_VALUE),
                limited(BodyLimit.inspectPrefix(1000), seen::set));
        for (int length : new int[] {0, 1, 999, 1000, 1001, 8191, 8192, 8193, 65_536, 300_000}) {
            byte[] content = Handlers.noise(length);
            for (TestRequest request : TestRequest.post("/", "").body(content).inBothFramings()) {
                trial.received().clear();
                assertThat(trial.send(request).status()).as("%s bytes", length).isEqualTo(200);
                assertThat(trial.onlyReceived().body()).as("%s bytes", length).isEqualTo(content);
                assertThat(seen.get().length()).isEqualTo(Math.min(length, 1000));
                assertThat(seen.get().truncated()).as("%s bytes", length).isEqualTo(length > 1000);
                assertThat(seen.get().toByteArray()).isEqualTo(Arrays.copyOf(content, Math.min(length, 1000)));
            }
        }
        assertThat(trial.outcomesSoFar()).allMatch(outcome -> outcome.end() == Outcome.End.ANSWERED);
    }

    @Test
    default void everyInspectorKeepsItsOwnLimit() throws IOException {
        AtomicReference<Body> small = new AtomicReference<>(Body.EMPTY);
        AtomicReference<Body> large = new AtomicReference<>(Body.EMPTY);
        Trial trial = serve(
                Handlers.echo(),
                limited(BodyLimit.inspectPrefix(10), small::set),
                limited(BodyLimit.reject(100), large::set));
        assertThat(trial.send(TestRequest.post("/", Handlers.filler(60))).status())
                .isEqualTo(200);
        assertThat(small.get().length()).isEqualTo(10);
        assertThat(small.get().truncated()).isTrue();
        assertThat(large.get().length()).isEqualTo(60);
        assertThat(large.get().truncated()).isFalse();
        assertThat(trial.send(TestRequest.post("/", Handlers.filler(101)).chunked())
                        .status())
                .isEqualTo(413);
    }

    @Test
    default void tenMebibytesReachInspectorAndHandlerByteForByte() throws IOException {
        AtomicReference<Body> seen = new AtomicReference<>(Body.EMPTY);
        byte[] content = Handlers.noise(10 << 20);
        Trial trial = serve(
                Handlers.ok(), Limits.DEFAULTS.withBody(16 << 20), limited(BodyLimit.reject(16 << 20), seen::set));
        for (TestRequest request : TestRequest.post("/", "").body(content).inBothFramings()) {
            trial.received().clear();
            assertThat(trial.send(request).status()).isEqualTo(200);
            assertThat(Arrays.equals(trial.onlyReceived().body(), content)).isTrue();
            assertThat(Arrays.equals(seen.get().toByteArray(), content)).isTrue();
        }
        assertThat(trial.outcomes(2))
                .allSatisfy(outcome -> assertThat(outcome.requestBytes()).isEqualTo(content.length));
    }

    @Test
    default void tenMebibytesStreamPastAGatewayThatDoesNotInspectThem() throws IOException {
        byte[] content = Handlers.noise(10 << 20);
        Trial trial = serve(Handlers.ok(), Limits.DEFAULTS.withBody(Integer.MAX_VALUE), exchange -> Decision.CONTINUE);
        for (TestRequest request : TestRequest.post("/", "").body(content).inBothFramings()) {
            trial.received().clear();
            assertThat(trial.send(request).status()).isEqualTo(200);
            assertThat(Arrays.equals(trial.onlyReceived().body(), content)).isTrue();
        }
        assertThat(trial.outcomes(2))
                .allSatisfy(outcome -> assertThat(outcome.requestBytes()).isEqualTo(content.length));
    }

    @Test
    default void bodyBeyondTheGatewaysOwnBoundIs413EvenIfNobodyInspectsIt() throws IOException {
        Trial trial = serve(Handlers.echo(), Limits.DEFAULTS.withBody(5000), exchange -> Decision.CONTINUE);
        for (TestRequest request : TestRequest.post("/", Handlers.filler(5001)).inBothFramings()) {
            assertThat(trial.send(request).status()).isEqualTo(413);
        }
        assertThat(trial.received()).isEmpty();
        assertThat(trial.send(TestRequest.post("/", Handlers.filler(5000)).chunked())
                        .status())
                .isEqualTo(200);
    }

    @Test
    default void bodyForWhichThereIsNoBufferIs503() throws IOException {
        Trial trial = serve(
                Handlers.echo(), Limits.DEFAULTS.withBuffers(100_000), limited(BodyLimit.reject(1 << 20), body -> {}));
        for (TestRequest request :
                TestRequest.post("/", Handlers.filler(500_000)).inBothFramings()) {
            assertThat(trial.send(request).status()).isEqualTo(503);
        }
        assertThat(trial.received()).isEmpty();
        trial.awaitUntil(() -> trial.bufferedBytes() == 0);
        assertThat(trial.send(TestRequest.post("/", Handlers.filler(50_000))).status())
                .isEqualTo(200);
    }

    @Test
    default void noHeaderExemptsABodyFromItsInspection() throws IOException {
        Trial trial = serve(Handlers.echo(), attackFinder());
        String[][] tempting = {
            {"Content-Type", "text/event-stream"},
            {"Content-Type", "application/grpc"},
            {"Content-Type", "application/grpc-web+proto"},
            {"Content-Type", "application/x-ndjson"},
            {"Content-Type", "application/octet-stream"},
            {"Content-Type", "multipart/form-data; boundary=x"},
            {"Content-Type", "multipart/x-mixed-replace; boundary=x"},
            {"Content-Type", "image/png"},
            {"Content-Type", "video/mp4"},
            {"Content-Type", ""},
            {"Content-Encoding", "br"},
            {"Content-Encoding", "identity"},
            {"Content-Encoding", "zstd"},
            {"Content-Encoding", "x-unheard-of"},
            {"Upgrade", "websocket"},
            {"Upgrade", "h2c"},
            {"Accept", "text/event-stream"},
            {"X-HTTP-Method-Override", "GET"},
            {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
        };
        for (String[] field : tempting) {
            for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH"}) {
                TestRequest request = TestRequest.post("/", Handlers.filler(20_000) + "ATTACK", field)
                        .method(method)
                        .chunked();
                TestResponse response = answered(trial, request);
                boolean refused = response.status() >= 400 && response.status() < 500
                        || !response.header("grpc-status").isEmpty()
                                && !response.header("grpc-status").equals("0");
                assertThat(refused)
                        .as("%s with %s: %s is %s", method, field[0], field[1], response.status())
                        .isTrue();
                assertThat(response.text()).doesNotContain("ATTACK");
            }
        }
        assertThat(trial.received()).isEmpty();
    }

    /** A server that closes while content is still on its way may lose its answer (RFC 9112, section 9.6): then once more. */
    private static TestResponse answered(Trial trial, TestRequest request) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                return trial.send(request);
            } catch (EOFException | SocketException e) {
                if (tries == 3) {
                    throw e;
                }
            }
        }
    }

    /** Refuses a body that ends in {@code ATTACK}. */
    static Filter attackFinder() {
        return exchange -> {
            exchange.inspectRequestBody(BodyLimit.reject(1 << 20), body -> {
                byte[] bytes = body.toByteArray();
                String end = new String(bytes, Math.max(0, bytes.length - 6), Math.min(6, bytes.length));
                return end.equals("ATTACK") ? VerdictCases.REFUSED : Decision.CONTINUE;
            });
            return Decision.CONTINUE;
        };
    }

    private static Filter limited(BodyLimit limit, Consumer<Body> seen) {
        return exchange -> {
            exchange.inspectRequestBody(limit, body -> {
                seen.accept(body);
                return Decision.CONTINUE;
            });
            return Decision.CONTINUE;
        };
    }
}
