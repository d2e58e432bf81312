package dev.portcullis.examples.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.gateway.policy.PolicyErrors;
import dev.portcullis.gateway.policy.model.Metadata;
import dev.portcullis.gateway.policy.shape.PolicyError;
import dev.portcullis.gateway.policy.spi.PolicyListener;
import java.io.IOException;
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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StandAloneTest {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    Path folder;

    private HttpServer upstream;

    @BeforeEach
    void startUpstream() throws IOException {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.setExecutor(threads);
        upstream.createContext("/", exchange -> {
            byte[] content = exchange.getRequestBody().readAllBytes();
            String seen = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + content.length;
            exchange.getResponseHeaders().set("X-Upstream", "yes");
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/none") ? 204 : 200, 0);
            exchange.getResponseBody().write(seen.getBytes(UTF_8));
            exchange.close();
        });
        upstream.start();
    }

    @AfterEach
    void stopUpstream() {
        upstream.stop(0);
        threads.shutdownNow();
    }

    private Path policy(String version, String path) throws IOException {
        return Files.writeString(folder.resolve("p.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: test, version: "%s"}
                spec:
                  admin: {host: 127.0.0.1, port: 0}
                  routes:
                    - id: all
                      match: {methods: [GET, POST], path: "%s"}
                      authenticate: none
                      upstream: {url: "http://127.0.0.1:%d"}
                """.formatted(
                        version, path, upstream.getAddress().getPort()));
    }

    private StandAlone start(ServerKind kind, Path policy) throws Exception {
        return StandAlone.configure(policy, kind).start(new PolicyListener() {
            @Override
            public void active(Metadata metadata) {
                events.add("active " + metadata);
            }

            @Override
            public void refused(List<PolicyError> errors) {
                events.add("refused " + errors.get(0));
            }
        });
    }

    private HttpResponse<String> get(StandAlone gateway, String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(gateway, path)).GET());
    }

    private static URI uri(StandAlone gateway, String path) {
        return URI.create("http://127.0.0.1:" + gateway.address().getPort() + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void forwardsWhatThePolicyAllowsAndRefusesTheRest(ServerKind kind) throws Exception {
        try (StandAlone gateway = start(kind, policy("1", "/ok/**"))) {
            assertThat(gateway.ready())
                    .matches("portcullis ready server=" + kind.name().toLowerCase(java.util.Locale.ROOT)
                            + " url=http://127\\.0\\.0\\.1:\\d+ admin=http://127\\.0\\.0\\.1:\\d+ policy=test@1");
            HttpResponse<String> good = get(gateway, "/ok/a?b=c");
            assertThat(good.statusCode()).isEqualTo(200);
            assertThat(good.body()).isEqualTo("GET /ok/a?b=c 0");
            assertThat(good.headers().firstValue("X-Upstream")).contains("yes");
            assertThat(get(gateway, "/other").statusCode()).isEqualTo(404);
            HttpResponse<String> posted = send(
                    HttpRequest.newBuilder(uri(gateway, "/ok/p")).POST(BodyPublishers.ofString("x".repeat(100_000))));
            assertThat(posted.body()).isEqualTo("POST /ok/p 100000");
            HttpResponse<String> head =
                    send(HttpRequest.newBuilder(uri(gateway, "/ok/h")).method("HEAD", BodyPublishers.noBody()));
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void aDeadUpstreamIsABadGatewayAndSaysNothingMore(ServerKind kind) throws Exception {
        try (StandAlone gateway = start(kind, policy("1", "/**"))) {
            upstream.stop(0);
            HttpResponse<String> answer = get(gateway, "/x");
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(answer.body()).doesNotContain("127.0.0.1").contains("requestId");
        }
    }

    @Test
    void followsItsPolicyAndKeepsTheLastGoodOne() throws Exception {
        try (StandAlone gateway = start(ServerKind.JDK, policy("1", "/one/**"))) {
            policy("2", "/two/**");
            await().atMost(Duration.ofSeconds(20)).until(() -> events.contains("active test@2"));
            assertThat(get(gateway, "/one/a").statusCode()).isEqualTo(404);
            assertThat(get(gateway, "/two/a").statusCode()).isEqualTo(200);
            Files.writeString(folder.resolve("p.yaml"), "apiVersion: nonsense");
            await().atMost(Duration.ofSeconds(20)).until(() -> events.stream().anyMatch(e -> e.startsWith("refused")));
            assertThat(get(gateway, "/two/a").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aRouteWithoutAnUpstreamIsRefusedWithItsLine() throws Exception {
        Path file = policy("1", "/**");
        Files.writeString(file, Files.readString(file).replaceAll("(?m)^ +upstream:.*$", ""));
        assertThatThrownBy(() -> start(ServerKind.JDK, file))
                .isInstanceOfSatisfying(
                        PolicyErrors.class,
                        e -> assertThat(e.errors())
                                .singleElement()
                                .asString()
                                .contains("p.yaml:7:")
                                .contains("route \"all\" has no upstream")
                                .endsWith("[no-upstream]"));
    }

    @Test
    void healthAndMetricsAreOnAListenerOfTheirOwn() throws Exception {
        try (StandAlone gateway = start(ServerKind.JDK, policy("7", "/ok/**"))) {
            String admin = gateway.ready().replaceAll(".* admin=(\\S+) .*", "$1");
            assertThat(send(HttpRequest.newBuilder(URI.create(admin + "/livez")))
                            .body())
                    .isEqualTo("ok test@7\n");
            assertThat(send(HttpRequest.newBuilder(URI.create(admin + "/readyz")))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(send(HttpRequest.newBuilder(URI.create(admin + "/metrics")))
                            .body())
                    .contains("# TYPE portcullis_policy_info gauge\nportcullis_policy_info{policy=\"test@7\"} 1\n");
            assertThat(get(gateway, "/metrics").statusCode()).isEqualTo(404);
        }
    }
}
