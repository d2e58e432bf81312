package dev.portcullis.gateway.undertow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.Verdict;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayHandlerTest {
    private static final Decision BLOCK = Decision.reject(Reason.BAD_RESPONSE, "test.blocked", "test");
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    private final List<Undertow> servers = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(Undertow::stop);
    }

    @Test
    void lateRefusalOfABodyReplacesStatusFieldsAndFraming() throws Exception {
        InetSocketAddress server = start(inspectingBody(body -> BLOCK), exchange -> {
            exchange.getResponseHeaders().put(new HttpString("X-Handler"), "1");
            exchange.getResponseSender().send("a secret");
        });
        try (RawClient client = new RawClient(server)) {
            String head = client.send(GET).readUntil("\r\n\r\n");
            assertThat(head).startsWith("HTTP/1.1 502 ").doesNotContain("X-Handler");
            assertThat(client.send(GET).readUntil("\r\n\r\n"))
                    .contains("HTTP/1.1 502 ")
                    .doesNotContain("secret");
        }
        assertThat(ended(2).get(0).end()).isEqualTo(Outcome.End.REJECTED);
    }

    @Test
    void withoutAccessToTheStatusALateRefusalAbortsTheConnection() throws Exception {
        InetSocketAddress server = start(GatewayHandler.withoutLateStatus(
                gateway(inspectingBody(body -> BLOCK)),
                exchange -> exchange.getResponseSender().send("a secret")));
        try (RawClient client = new RawClient(server)) {
            assertThatThrownBy(() -> client.send(GET).readUntil("secret")).isInstanceOf(IOException.class);
        }
        assertThat(ended(1).get(0).status()).isEqualTo(0);
    }

    @Test
    void blockingWriterWaitsForADeferredVerdictOnItsBody() throws Exception {
        CompletableFuture<Decision> verdict = new CompletableFuture<>();
        AtomicReference<String> thread = new AtomicReference<>("");
        InetSocketAddress server = start(
                inspectingBody(body -> Verdict.defer(verdict, Duration.ofSeconds(10), BLOCK)),
                new BlockingHandler(exchange -> {
                    for (int i = 0; i < 100; i++) {
                        exchange.getOutputStream().write(new byte[1000]);
                        exchange.getOutputStream().flush();
                    }
                    thread.set(Thread.currentThread().getName());
                }));
        try (RawClient client = new RawClient(server)) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            await().until(() -> !thread.get().isEmpty());
            assertThat(outcomes).isEmpty();
            verdict.complete(Decision.CONTINUE);
            assertThat(client.readToEnd()).hasSizeGreaterThan(100_000).startsWith("HTTP/1.1 200");
        }
        assertThat(ended(1).get(0).responseBytes()).isEqualTo(100_000);
        assertThat(thread.get()).contains("task");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void handlerThatFailsInTheMiddleOfItsResponseCutsTheConnection(boolean onWorker) throws Exception {
        HttpHandler failing = exchange -> {
            exchange.startBlocking();
            exchange.getOutputStream().write("part".getBytes(ISO_8859_1));
            exchange.getOutputStream().flush();
            throw new IllegalStateException("as the test wants it");
        };
        HttpHandler handler = onWorker
                ? new BlockingHandler(failing)
                : exchange -> {
                    exchange.getResponseChannel().write(java.nio.ByteBuffer.wrap("part".getBytes(ISO_8859_1)));
                    throw new IllegalStateException("as the test wants it");
                };
        InetSocketAddress server = start(exchange -> Decision.CONTINUE, handler);
        try (RawClient client = new RawClient(server)) {
            client.send(GET);
            String all;
            try {
                all = client.readUntil("\r\n\r\n") + client.readToEnd();
            } catch (IOException reset) {
                all = "";
            }
            assertThat(all).doesNotContain("\r\n0\r\n");
        }
        Outcome outcome = ended(1).get(0);
        assertThat(outcome.end()).isEqualTo(Outcome.End.FAILED);
        assertThat(outcome.cause()).hasMessage("as the test wants it");
    }

    @Test
    void handlerThatFailsWhileItsResponseIsHeldAnswers500() throws Exception {
        InetSocketAddress server = start(inspectingBody(body -> Decision.CONTINUE), new BlockingHandler(exchange -> {
            exchange.getOutputStream().write("part".getBytes(ISO_8859_1));
            exchange.getOutputStream().flush();
            throw new IllegalStateException("as the test wants it");
        }));
        try (RawClient client = new RawClient(server)) {
            assertThat(client.send(GET).readUntil("\r\n\r\n"))
                    .startsWith("HTTP/1.1 500 ")
                    .contains("Content-Length: 0");
        }
        assertThat(ended(1).get(0).end()).isEqualTo(Outcome.End.FAILED);
    }

    @Test
    void requestBytesPastTheInspectedPrefixAreCounted() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        Filter prefix = exchange -> {
            exchange.inspectRequestBody(BodyLimit.inspectPrefix(1000), body -> {
                seen.set(body.length());
                return Decision.CONTINUE;
            });
            return Decision.CONTINUE;
        };
        InetSocketAddress server = start(
                prefix,
                new BlockingHandler(exchange -> exchange.getResponseSender()
                        .send(String.valueOf(exchange.getInputStream().readAllBytes().length))));
        String body = "x".repeat(200_000);
        try (RawClient client = new RawClient(server)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 200000\r\n\r\n" + body);
            assertThat(client.readToEnd()).endsWith("\r\n\r\n200000");
        }
        assertThat(seen).hasValue(1000);
        assertThat(ended(1).get(0).requestBytes()).isEqualTo(200_000);
    }

    @Test
    void collectedBodyReachesANonBlockingReceiver() throws Exception {
        InetSocketAddress server = start(
                collecting(),
                exchange -> exchange.getRequestReceiver()
                        .receiveFullString((at, text) -> at.getResponseSender().send("got " + text)));
        try (RawClient client = new RawClient(server)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(client.readToEnd()).endsWith("got hello");
        }
    }

    @Test
    void continueIsSentWhenTheBodyIsWantedAndOnlyOnce() throws Exception {
        InetSocketAddress server = start(
                collecting(),
                new BlockingHandler(exchange -> exchange.getResponseSender()
                        .send(exchange.getInputStream().readAllBytes().length + "")));
        try (RawClient client = new RawClient(server)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\n"
                    + "Content-Length: 5\r\n\r\n");
            assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100 ");
            assertThat(client.send("hello").readToEnd())
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("5");
        }
    }

    @Test
    void handlerThatReadsWithoutCollectionGetsItsContinueToo() throws Exception {
        InetSocketAddress server = start(exchange -> Decision.CONTINUE, new BlockingHandler(exchange -> {
            exchange.getResponseSender().send(exchange.getInputStream().readAllBytes().length + "");
        }));
        try (RawClient client = new RawClient(server)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\n"
                    + "Content-Length: 5\r\n\r\n");
            assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100 ");
            assertThat(client.send("hello").readToEnd())
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("5");
        }
    }

    @Test
    void clientThatLeavesWhileParkedIsNoticedAndTheHandlerNeverRuns() throws Exception {
        CompletableFuture<Decision> verdict = new CompletableFuture<>();
        AtomicInteger handled = new AtomicInteger();
        InetSocketAddress server = start(parking(verdict), exchange -> handled.incrementAndGet());
        try (RawClient client = new RawClient(server)) {
            client.send(GET);
            await().until(() -> begun.get() == 1);
        }
        assertThat(ended(1).get(0).end()).isEqualTo(Outcome.End.CANCELLED);
        verdict.complete(Decision.CONTINUE);
        assertThat(handled).hasValue(0);
    }

    @Test
    void requestPipelinedWhileParkedIsServedAfterwards() throws Exception {
        CompletableFuture<Decision> verdict = new CompletableFuture<>();
        InetSocketAddress server =
                start(parking(verdict), exchange -> exchange.getResponseSender().send(exchange.getRequestPath()));
        try (RawClient client = new RawClient(server)) {
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
            await().until(() -> begun.get() == 1);
            client.send("GET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            verdict.complete(Decision.CONTINUE);
            assertThat(client.readToEnd()).containsSubsequence("200 OK", "/1", "200 OK", "/2");
        }
    }

    @Test
    void pathThatWasRoutedBeforeTheGatewayIsCompared() throws Exception {
        HttpHandler gateway = GatewayHandler.of(
                gateway(exchange -> Decision.CONTINUE),
                exchange -> exchange.getResponseSender().send("in"));
        InetSocketAddress server = start(Handlers.path().addPrefixPath("/app", gateway));
        try (RawClient client = new RawClient(server)) {
            client.send("GET /app/x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 200").endsWith("in");
        }
    }

    @Test
    void serverThatDecodesTargetsIsNotTrustedWithAny() throws Exception {
        AtomicInteger handled = new AtomicInteger();
        Undertow server = Undertow.builder()
                .setServerOption(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
                .addHttpListener(
                        0,
                        "127.0.0.1",
                        GatewayHandler.of(
                                gateway(exchange -> Decision.CONTINUE), exchange -> handled.incrementAndGet()))
                .build();
        server.start();
        servers.add(server);
        try (RawClient client = new RawClient(
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress())) {
            assertThat(client.send(GET).readToEnd()).startsWith("HTTP/1.1 503 ");
        }
        assertThat(handled).hasValue(0);
    }

    @Test
    void handlerFindsTheExchangeAttached() throws Exception {
        InetSocketAddress server = start(
                exchange -> Decision.CONTINUE,
                exchange -> exchange.getResponseSender()
                        .send(exchange.getAttachment(GatewayHandler.EXCHANGE).id()));
        try (RawClient client = new RawClient(server)) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(client.readToEnd()).containsPattern("\r\n\r\n\\S{8,}$");
        }
    }

    @Test
    void refusalArrivesWhileTheClientIsStillSending() throws Exception {
        InetSocketAddress server = start(
                exchange -> Decision.reject(Reason.FORBIDDEN, "test.no", "test"),
                exchange -> exchange.getResponseSender().send("no"));
        try (RawClient client = new RawClient(server)) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\n" + "x".repeat(500_000));
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 403 ").containsIgnoringCase("connection: close");
        }
    }

    private final AtomicInteger begun = new AtomicInteger();

    private Filter parking(CompletableFuture<Decision> verdict) {
        return exchange -> {
            begun.incrementAndGet();
            return Verdict.defer(verdict, Duration.ofSeconds(10), BLOCK);
        };
    }

    private Filter collecting() {
        return exchange -> {
            exchange.inspectRequestBody(BodyLimit.reject(10_000), body -> Decision.CONTINUE);
            return Decision.CONTINUE;
        };
    }

    private Filter inspectingBody(Function<dev.portcullis.gateway.Body, Verdict> inspector) {
        return exchange -> {
            exchange.inspectResponseBody(BodyLimit.reject(1_000_000), inspector);
            return Decision.CONTINUE;
        };
    }

    private Gateway gateway(Filter filter) {
        Filter recorder = exchange -> {
            exchange.onComplete(outcomes::add);
            return Decision.CONTINUE;
        };
        return Gateway.builder()
                .add(Stage.AUDIT, recorder)
                .add(Stage.CUSTOM, filter)
                .build();
    }

    private InetSocketAddress start(Filter filter, HttpHandler handler) {
        return start(GatewayHandler.of(gateway(filter), handler));
    }

    private InetSocketAddress start(HttpHandler root) {
        Undertow server = Undertow.builder()
                .setIoThreads(1)
                .setWorkerThreads(4)
                .addHttpListener(0, "127.0.0.1")
                .setHandler(root)
                .build();
        server.start();
        servers.add(server);
        return (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    }

    private List<Outcome> ended(int count) {
        await().until(() -> outcomes.size() >= count);
        assertThat(outcomes).hasSize(count);
        return List.copyOf(outcomes);
    }
}
