package dev.portcullis.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.policy.model.UpstreamPolicy;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.FakeResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyLoadTest {
    @TempDir
    Path directory;

    private PolicyFiles files;

    @BeforeEach
    void files() {
        files = new PolicyFiles(directory, new QuotaProvider());
    }

    @Test
    void exposesWhatIsListedAndNothingElse() {
        try (LoadedPolicy policy = files.load("routes: [{id: a, match: {path: /a}, authenticate: none}]")) {
            FakeHost host = FakeHost.of(policy.gateway());
            assertThat(host.send(FakeRequest.get("/a")).response().status()).isEqualTo(200);
            assertThat(host.send(FakeRequest.get("/b")).response().status()).isEqualTo(404);
        }
    }

    @Test
    void installsWhatAProviderContributes() {
        try (LoadedPolicy policy = files.load("""
                quotas: [{name: two, requests: 2}]
                routes:
                  - {id: a, match: {path: /a}, authenticate: none, quota: two}
                  - {id: b, match: {path: /b}, authenticate: none}
                  - {id: c, match: {path: /c}, authenticate: none, filters: [{name: closed-for-now}]}
                """)) {
            FakeHost host = FakeHost.of(policy.gateway());
            assertThat(host.send(FakeRequest.get("/a")).response().status()).isEqualTo(200);
            assertThat(host.send(FakeRequest.get("/a")).response().status()).isEqualTo(200);
            assertThat(host.send(FakeRequest.get("/a")).response().status()).isEqualTo(429);
            assertThat(host.send(FakeRequest.get("/b")).response().status()).isEqualTo(200);
            assertThat(host.send(FakeRequest.get("/c")).response().status()).isEqualTo(503);
            assertThat(policy.metrics())
                    .filteredOn(metric -> metric.name().contains("quota"))
                    .singleElement()
                    .satisfies(
                            metric -> assertThat(metric.value().getAsDouble()).isEqualTo(-1));
        }
    }

    @Test
    void reachesTheUpstreamFromTheRouteOfAnExchange() {
        try (LoadedPolicy policy = files.load("""
                routes:
                  - id: a
                    match: {path: /a}
                    authenticate: none
                    upstream: {url: "http://127.0.0.1:9000/base", timeout: 5s}
                """)) {
            AtomicReference<UpstreamPolicy> seen = new AtomicReference<>();
            FakeHost.of(policy.gateway())
                    .handler(exchange -> {
                        seen.set(exchange.exchange()
                                .get(Route.KEY)
                                .flatMap(route -> route.get(UpstreamPolicy.KEY))
                                .orElseThrow());
                        return FakeResponse.text(200, "ok");
                    })
                    .send(FakeRequest.get("/a"));
            assertThat(seen.get().url()).hasToString("http://127.0.0.1:9000/base");
            assertThat(seen.get().timeout()).isEqualTo(Duration.ofSeconds(5));
        }
    }

    @Test
    void carriesTheNameAndTheVersion() {
        try (LoadedPolicy policy = files.load("routes: [{id: a, match: {path: /a}, authenticate: none}]")) {
            FakeExchange exchange = FakeHost.of(policy.gateway()).send(FakeRequest.get("/a"));
            assertThat(exchange.exchange().policyVersion()).isEqualTo("orders@1");
        }
    }

    @Test
    void requiresAuthenticationUnlessTheRouteSaysOtherwise() {
        assertThat(files.errors("routes: [{id: a, match: {path: /a}}]"))
                .containsExactly("orders.yaml:5:12: error: the route \"a\" has authenticate: required, but"
                        + " spec.authentication is absent; add it, or open the route with authenticate: none"
                        + " [no-authentication]");
    }
}
