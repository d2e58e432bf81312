package dev.portcullis.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Outcome;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The way back. */
interface ResponseCases extends Bench {
    @Test
    default void responseLeavesAsTheHandlerWroteIt() throws IOException {
        for (Filter filter : List.<Filter>of(exchange -> Decision.CONTINUE, inspecting(BodyLimit.reject(1000)))) {
            for (Script script : List.of(
                    Script.fixed(200, Handlers.bytes("content"), "X-Own", "1"),
                    Script.streaming(200, "X-Own", "1").write("con").flush().write("tent"),
                    Script.empty(200, "X-Own", "1"),
                    Script.streaming(200, "X-Own", "1"))) {
                Trial trial = serve(Handlers.always(script), filter);
                TestResponse response = trial.send(TestRequest.get("/"));
                assertThat(response.status()).isEqualTo(200);
                assertThat(response.headers().all("X-Own")).containsExactly("1");
                assertThat(response.text()).isEqualTo(script.acts().isEmpty() ? "" : "content");
                if (script.length() >= 0) {
                    assertThat(response.header("Content-Length")).isEqualTo(Long.toString(script.length()));
                }
                assertThat(trial.outcome().responseBytes()).isEqualTo(response.body().length);
            }
        }
    }

    @Test
    default void responseBodyBeyondAStrictLimitIs502() throws IOException {
        for (int length : new int[] {999, 1000, 1001, 200_000}) {
            for (Script script : inBothFramings(Handlers.noise(length))) {
                Trial trial = serve(Handlers.always(script), inspecting(BodyLimit.reject(1000)));
                TestResponse response = trial.send(TestRequest.get("/"));
                assertThat(response.status()).as("%s bytes", length).isEqualTo(length <= 1000 ? 200 : 502);
                assertThat(trial.outcome().status()).isEqualTo(response.status());
            }
        }
    }

    @Test
    default void prefixIsInspectedAndTheWholeResponseReachesTheClient() throws IOException {
        for (int length : new int[] {0, 1, 999, 1000, 1001, 8192, 65_536, 300_000, 10 << 20}) {
            byte[] content = Handlers.noise(length);
            for (Script script : inBothFramings(content)) {
                AtomicReference<Body> seen = new AtomicReference<>(Body.EMPTY);
                Trial trial = serve(Handlers.always(script), exchange -> {
                    exchange.inspectResponseBody(BodyLimit.inspectPrefix(1000), body -> {
                        seen.set(body);
                        return Decision.CONTINUE;
                    });
                    return Decision.CONTINUE;
                });
                TestResponse response = trial.send(TestRequest.get("/"));
                assertThat(response.status()).isEqualTo(200);
                assertThat(Arrays.equals(response.body(), content))
                        .as("%s bytes", length)
                        .isTrue();
                assertThat(seen.get().toByteArray()).isEqualTo(Arrays.copyOf(content, Math.min(length, 1000)));
                assertThat(seen.get().truncated()).as("%s bytes", length).isEqualTo(length > 1000);
                assertThat(trial.outcome().responseBytes()).isEqualTo(length);
            }
        }
    }

    @Test
    default void tenMebibytesReachTheClientByteForByte() throws IOException {
        byte[] content = Handlers.noise(10 << 20);
        for (Script script : inBothFramings(content)) {
            for (Filter filter :
                    List.<Filter>of(exchange -> Decision.CONTINUE, inspecting(BodyLimit.reject(16 << 20)))) {
                Trial trial = serve(Handlers.always(script), filter);
                assertThat(Arrays.equals(trial.send(TestRequest.get("/")).body(), content))
                        .isTrue();
                assertThat(trial.outcome().responseBytes()).isEqualTo(content.length);
            }
        }
    }

    @Test
    default void responsesWithoutContentPassTheInspectors() throws IOException {
        List<Integer> statuses = new CopyOnWriteArrayList<>();
        List<Integer> lengths = new CopyOnWriteArrayList<>();
        Trial trial = serve(
                request -> Script.empty(Integer.parseInt(request.target().substring(1)), "X-Own", "1"), exchange -> {
                    exchange.inspectResponse(head -> {
                        statuses.add(head.status());
                        return Decision.CONTINUE;
                    });
                    exchange.inspectResponseBody(BodyLimit.reject(100), body -> {
                        lengths.add(body.length());
                        return Decision.CONTINUE;
                    });
                    return Decision.CONTINUE;
                });
        for (int status : new int[] {200, 204, 304}) {
            TestResponse response = trial.send(TestRequest.get("/" + status));
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.header("X-Own")).isEqualTo("1");
            assertThat(response.body()).isEmpty();
        }
        assertThat(statuses).containsExactly(200, 204, 304);
        assertThat(lengths).containsOnly(0);
    }

    @Test
    default void headIsAnsweredWithoutContent() throws IOException {
        for (Filter filter : List.<Filter>of(
                exchange -> Decision.CONTINUE,
                inspecting(BodyLimit.reject(1000)),
                exchange -> VerdictCases.REFUSED,
                exchange -> {
                    exchange.inspectResponse(head -> VerdictCases.REFUSED);
                    return Decision.CONTINUE;
                })) {
            Trial trial = serve(Handlers.always(Script.empty(200, "X-Own", "1")), filter);
            TestResponse response = trial.send(TestRequest.of("HEAD", "/"));
            assertThat(response.status()).isIn(200, 403);
            assertThat(response.body()).isEmpty();
            assertThat(trial.outcome().status()).isEqualTo(response.status());
            assertThat(trial.outcome().responseBytes()).isZero();
        }
    }

    @Test
    default void headInspectorMayAskForTheBody() throws IOException {
        Trial trial = serve(
                request -> Script.fixed(200, Handlers.bytes("a secret"), "Content-Type", request.text()), exchange -> {
                    exchange.inspectResponse(head -> {
                        if (head.headers().first("Content-Type").orElse("").startsWith("text/")) {
                            exchange.inspectResponseBody(BodyLimit.reject(100), body -> VerdictCases.REFUSED);
                        }
                        return Decision.CONTINUE;
                    });
                    return Decision.CONTINUE;
                });
        assertThat(trial.send(TestRequest.post("/", "text/plain")).status()).isEqualTo(403);
        assertThat(trial.send(TestRequest.post("/", "image/png")).text()).isEqualTo("a secret");
    }

    @Test
    default void handlerThatThrowsBeforeItAnswersIs500() throws IOException {
        for (Filter filter : List.<Filter>of(exchange -> Decision.CONTINUE, inspecting(BodyLimit.reject(1000)))) {
            Trial trial = serve(
                    request -> {
                        throw new IllegalStateException("a secret");
                    },
                    filter,
                    exchange -> {
                        exchange.responseHeaders().set("X-Frame-Options", "DENY");
                        return Decision.CONTINUE;
                    });
            TestResponse response = trial.send(TestRequest.post("/", "content"));
            assertThat(response.status()).isEqualTo(500);
            assertThat(response.text()).doesNotContain("secret");
            assertThat(response.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(trial.outcome().end()).isEqualTo(Outcome.End.FAILED);
            assertThat(trial.outcome().status()).isEqualTo(500);
        }
    }

    @Test
    default void handlerThatThrowsWhileItsAnswerIsHeldIs500() throws IOException {
        Script script = Script.streaming(200).write("a secret").flush().fail(new IllegalStateException("on purpose"));
        Trial trial = serve(Handlers.always(script), inspecting(BodyLimit.reject(1000)));
        TestResponse response = trial.send(TestRequest.get("/"));
        assertThat(response.status()).isEqualTo(500);
        assertThat(response.text()).doesNotContain("secret");
        assertThat(trial.outcome().end()).isEqualTo(Outcome.End.FAILED);
    }

    @Test
    default void handlerThatThrowsInTheMiddleOfItsAnswerCutsIt() {
        for (Filter filter : List.<Filter>of(exchange -> Decision.CONTINUE, exchange -> {
            exchange.inspectResponse(head -> Decision.CONTINUE);
            return Decision.CONTINUE;
        })) {
            Script script = Script.streaming(200).write("part").flush().fail(new IllegalStateException("on purpose"));
            Trial trial = serve(Handlers.always(script), filter);
            assertThatThrownBy(() -> trial.send(TestRequest.get("/"))).isInstanceOf(IOException.class);
            assertThat(trial.outcome().end()).isEqualTo(Outcome.End.FAILED);
        }
    }

    @Test
    default void refusalInTheMiddleOfAnAnswerReplacesAllOfIt() throws IOException {
        Script script = Script.streaming(200)
                .write(Handlers.filler(500))
                .flush()
                .write(Handlers.filler(600))
                .flush()
                .write(Handlers.filler(100_000))
                .flush();
        Trial trial = serve(Handlers.always(script), inspecting(BodyLimit.reject(1000)));
        TestResponse response = trial.send(TestRequest.get("/"));
        assertThat(response.status()).isEqualTo(502);
        assertThat(response.text()).doesNotContain("xxx");
    }

    private static Filter inspecting(BodyLimit limit) {
        return exchange -> {
            exchange.inspectResponseBody(limit, body -> Decision.CONTINUE);
            return Decision.CONTINUE;
        };
    }

    private static List<Script> inBothFramings(byte[] content) {
        Script streaming = Script.streaming(200);
        for (int at = 0; at < content.length; at += 30_000) {
            streaming = streaming.write(Arrays.copyOfRange(content, at, Math.min(content.length, at + 30_000)));
        }
        return List.of(Script.fixed(200, content), streaming);
    }
}
