package dev.portcullis.examples.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.portcullis.gateway.policy.model.Metadata;
import dev.portcullis.gateway.policy.shape.PolicyError;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.gateway.policy.spi.PolicyListener;
import dev.portcullis.gateway.testkit.TestAuthority;
import dev.portcullis.gateway.testkit.TestRequest;
import dev.portcullis.gateway.testkit.Wire;
import dev.portcullis.gateway.tls.ServerTls;
import dev.portcullis.gateway.tls.ServerTlsSettings;
import dev.portcullis.gateway.tls.TlsIdentity;
import dev.portcullis.gateway.tls.TlsPreset;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@code --server} does alike, in front of a real upstream. */
class EveryServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);

    @TempDir
    Path folder;

    private HttpServer upstream;

    @BeforeEach
    void startUpstream() throws IOException {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.setExecutor(threads);
        upstream.createContext("/echo", exchange -> {
            try (exchange) {
                byte[] content = exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, exchange.getRequestURI().getQuery() == null ? content.length : 0);
                exchange.getResponseBody().write(content);
            }
        });
        upstream.createContext("/slow", exchange -> {
            try (exchange) {
                asked.countDown();
                await(release);
                exchange.sendResponseHeaders(200, 4);
                exchange.getResponseBody().write("done".getBytes(UTF_8));
            }
        });
        upstream.createContext("/events", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write("data: one\n\n".getBytes(UTF_8));
                exchange.getResponseBody().flush();
                await(release);
                exchange.getResponseBody().write("data: two\n\n".getBytes(UTF_8));
            }
        });
        upstream.createContext("/broken", this::breakOff);
        upstream.createContext("/cut", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("half".getBytes(UTF_8));
            exchange.getResponseBody().flush();
            await(release);
            throw new IOException("the content has no end");
        });
        upstream.createContext("/length", exchange -> {
            try (exchange) {
                if (exchange.getRequestURI().getPath().endsWith("7")) {
                    exchange.getResponseHeaders().set("Content-Length", "7");
                }
                exchange.sendResponseHeaders(200, -1);
            }
        });
        upstream.createContext("/large", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("X-Large", "x".repeat(60_000));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        upstream.createContext("/empty", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("ETag", "\"1\"");
                exchange.sendResponseHeaders(exchange.getRequestURI().getPath().endsWith("304") ? 304 : 204, -1);
            }
        });
        upstream.start();
    }

    /** Half of what was announced, and then nothing. */
    private void breakOff(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 1000);
        exchange.getResponseBody().write(new byte[500]);
        exchange.getResponseBody().flush();
        await(release);
        exchange.close();
    }

    @AfterEach
    void stopUpstream() {
        release.countDown();
        upstream.stop(0);
        threads.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void largeContentPassesBothWays(ServerKind kind) throws Exception {
        byte[] content = new byte[10 << 20];
        new SplittableRandom(7).nextBytes(content);
        try (StandAlone gateway = start(kind)) {
            for (String path : List.of("/echo", "/echo?chunked")) {
                for (HttpRequest.BodyPublisher body : List.of(
                        BodyPublishers.ofByteArray(content),
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)))) {
                    HttpResponse<byte[]> answer =
                            client().send(request(gateway, path).POST(body).build(), BodyHandlers.ofByteArray());
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(Arrays.equals(answer.body(), content)).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void oneConnectionCarriesManyRequestsAndRefusals(ServerKind kind) throws Exception {
        try (StandAlone gateway = start(kind);
                Wire wire = Wire.connect(gateway.address())) {
            for (int i = 0; i < 200; i++) {
                assertThat(wire.send(TestRequest.post("/echo", "content " + i))
                                .read()
                                .text())
                        .isEqualTo("content " + i);
                assertThat(wire.send(TestRequest.get("/other")).read().status()).isEqualTo(404);
                assertThat(wire.send(TestRequest.get("/empty/204")).read().status())
                        .isEqualTo(204);
                assertThat(wire.send(TestRequest.get("/empty/304")).read().status())
                        .isEqualTo(304);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void clientsThatSendSlowlyHoldUpNobodyElse(ServerKind kind) throws Exception {
        List<Wire> slow = new ArrayList<>();
        try (StandAlone gateway = start(kind)) {
            for (int i = 0; i < 12; i++) {
                Wire wire = Wire.connect(gateway.address());
                slow.add(wire);
                wire.send("POST /echo HTTP/1.1\r\nHost: a.example\r\nContent-Length: 10\r\n\r\nfirst");
            }
            for (int i = 0; i < 20; i++) {
                var answer = client().send(
                                request(gateway, "/echo")
                                        .POST(BodyPublishers.ofString("quick"))
                                        .build(),
                                BodyHandlers.ofString());
                assertThat(answer.body()).isEqualTo("quick");
            }
            for (Wire wire : slow) {
                wire.send("-last");
                assertThat(wire.read().text()).isEqualTo("first-last");
            }
        } finally {
            for (Wire wire : slow) {
                wire.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void eventsArriveAsTheyAreSent(ServerKind kind) throws Exception {
        try (StandAlone gateway = start(kind)) {
            var answer = client().send(request(gateway, "/events").build(), BodyHandlers.ofInputStream());
            BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), UTF_8));
            assertThat(lines.readLine()).isEqualTo("data: one");
            release.countDown();
            assertThat(lines.lines()).containsExactly("", "data: two", "");
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void halfAnAnswerDoesNotLookLikeAWholeOne(ServerKind kind) throws Exception {
        try (StandAlone gateway = start(kind)) {
            var answer = client().send(request(gateway, "/broken").build(), BodyHandlers.ofInputStream());
            assertThat(answer.body().readNBytes(500)).hasSize(500);
            release.countDown();
            assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void contentWithoutAnEndDoesNotLookWhole(ServerKind kind) throws Exception {
        try (StandAlone gateway = start(kind)) {
            var answer = client().send(request(gateway, "/cut").build(), BodyHandlers.ofInputStream());
            assertThat(answer.body().readNBytes(4)).hasSize(4);
            release.countDown();
            assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void headSaysTheLengthThatGetWouldHaveOrNone(ServerKind kind) throws Exception {
        try (StandAlone gateway = start(kind)) {
            for (String path : List.of("/length/7", "/length/unknown")) {
                var answer = client().send(
                                request(gateway, path)
                                        .method("HEAD", BodyPublishers.noBody())
                                        .build(),
                                BodyHandlers.discarding());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("Content-Length"))
                        .isEqualTo(path.endsWith("7") ? Optional.of("7") : Optional.empty());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void aLargeHeadComesBack(ServerKind kind) throws Exception {
        try (StandAlone gateway = start(kind)) {
            var answer = client().send(request(gateway, "/large").build(), BodyHandlers.discarding());
            assertThat(answer.headers().firstValue("X-Large").orElse("")).hasSize(60_000);
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void whatRunsIsAnsweredBeforeItStops(ServerKind kind) throws Exception {
        StandAlone gateway = start(kind);
        var answer = client().sendAsync(request(gateway, "/slow").build(), BodyHandlers.ofString());
        await(asked);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway::close, threads);
        release.countDown();
        assertThat(answer.get(20, TimeUnit.SECONDS).body()).isEqualTo("done");
        stopped.get(20, TimeUnit.SECONDS);
        assertThatThrownBy(() -> Wire.connect(gateway.address())).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void whatDoesNotEndDoesNotKeepItFromStopping(ServerKind kind) throws Exception {
        StandAlone gateway = start(kind);
        client().sendAsync(request(gateway, "/slow").build(), BodyHandlers.ofString());
        await(asked);
        CompletableFuture<Void> stopped =
                CompletableFuture.runAsync(() -> gateway.close(Duration.ofSeconds(1)), threads);
        stopped.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThatThrownBy(() -> Wire.connect(gateway.address())).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void noRefusalNamesTheServer(ServerKind kind) throws Exception {
        try (StandAlone gateway = start(kind)) {
            for (String head : List.of(
                    "GET / HTTP/1.1\r\nHost: a b",
                    "GET / HTTP/1.1\r\nHost: a\r\nHost: b",
                    "GET / HTTQ/1.1\r\nHost: a",
                    "GET /%zz HTTP/1.1\r\nHost: a",
                    "GET /a|<b> HTTP/1.1\r\nHost: a",
                    "GET /echo/..;/x HTTP/1.1\r\nHost: a",
                    "GET / HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(70_000))) {
                try (Wire wire = Wire.connect(gateway.address()).send(head + "\r\nConnection: close\r\n\r\n")) {
                    String answer = new String(wire.readToEnd(), ISO_8859_1);
                    assertThat(answer)
                            .as("%s on %s", head.substring(0, 20), kind)
                            .doesNotContainIgnoringCase("jetty")
                            .doesNotContainIgnoringCase("tomcat")
                            .doesNotContainIgnoringCase("undertow")
                            .doesNotContain("\tat ")
                            .matches("(?s)(HTTP/1\\.[01] [45]\\d\\d .*)?");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void servesHttpsByThePolicysCertificates(ServerKind kind) throws Exception {
        TestAuthority authority = new TestAuthority("ca");
        authority.leaf("localhost").dns("localhost").issue().writeTo(folder, "tls");
        ServerTls tls = ServerTls.of(ServerTlsSettings.of(
                TlsPreset.INTERMEDIATE, TlsIdentity.fromPem(folder.resolve("tls.crt"), folder.resolve("tls.key"))));
        try (StandAlone gateway = start(kind, new OffersTls(tls))) {
            assertThat(gateway.ready()).contains("url=https://127.0.0.1:");
            HttpClient client =
                    HttpClient.newBuilder().sslContext(trusting(authority)).build();
            URI uri = URI.create("https://localhost:" + gateway.address().getPort() + "/echo");
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(uri)
                                .timeout(PATIENCE)
                                .POST(BodyPublishers.ofString("over TLS"))
                                .build(),
                        BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo("over TLS");
                assertThat(answer.version())
                        .isEqualTo(kind == ServerKind.NETTY ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
            }
            HttpResponse<String> refused = client.send(
                    HttpRequest.newBuilder(uri.resolve("/other"))
                            .timeout(PATIENCE)
                            .build(),
                    BodyHandlers.ofString());
            assertThat(refused.statusCode()).isEqualTo(404);
        }
    }

    private StandAlone start(ServerKind kind, FilterProvider... providers) throws Exception {
        Path policy = Files.writeString(folder.resolve("p.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: test, version: "1"}
                spec:
                  limits: {body: 20MiB}
                  routes:
                    - {id: echo, match: {methods: [GET, POST], path: "/echo"}, authenticate: none, upstream: {url: "UPSTREAM"}}
                    - {id: slow, match: {path: "/slow"}, authenticate: none, upstream: {url: "UPSTREAM"}}
                    - {id: events, match: {path: "/events"}, authenticate: none, body: stream, upstream: {url: "UPSTREAM"}}
                    - {id: broken, match: {path: "/broken"}, authenticate: none, upstream: {url: "UPSTREAM"}}
                    - {id: cut, match: {path: "/cut"}, authenticate: none, upstream: {url: "UPSTREAM"}}
                    - {id: length, match: {path: "/length/**"}, authenticate: none, upstream: {url: "UPSTREAM"}}
                    - {id: large, match: {path: "/large"}, authenticate: none, upstream: {url: "UPSTREAM"}}
                    - {id: empty, match: {path: "/empty/**"}, authenticate: none, upstream: {url: "UPSTREAM"}}
                """.replace(
                        "UPSTREAM", "http://127.0.0.1:" + upstream.getAddress().getPort()));
        StandAloneBuilder builder = StandAlone.configure(policy, kind);
        for (FilterProvider provider : providers) {
            builder.with(provider);
        }
        return builder.start(new PolicyListener() {
            @Override
            public void active(Metadata metadata) {}

            @Override
            public void refused(List<PolicyError> errors) {}
        });
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private static HttpRequest.Builder request(StandAlone gateway, String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + gateway.address().getPort() + path))
                .timeout(PATIENCE);
    }

    /** What a policy's {@code tls} section does. */
    private record OffersTls(ServerTls tls) implements FilterProvider {
        @Override
        public String name() {
            return "offers-tls";
        }

        @Override
        public void contribute(PolicyContext policy, Contribution contribution) {
            contribution.offer(ServerTls.class, tls);
        }
    }

    private static SSLContext trusting(TestAuthority authority) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null);
        store.setCertificateEntry("ca", authority.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
