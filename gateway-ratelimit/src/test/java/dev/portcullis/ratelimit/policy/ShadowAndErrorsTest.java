package dev.portcullis.ratelimit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.PolicyErrors;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How limits run, and what a policy may not say about them. */
class ShadowAndErrorsTest {
    private static final String ROUTES = "routes: [{id: a, match: {path: /a}, authenticate: none, rateLimits: [l]},"
            + " {id: b, match: {path: /b}, authenticate: none, rateLimits: [l]%s}]\n";

    @TempDir
    Path folder;

    @Test
    void aShadowCountsOnStateOfItsOwnAndChangesNothing() {
        String spec = "rateLimits: [{name: l, key: [clientAddress], capacity: 2, refill: 1, per: 1h}]\n"
                + ROUTES.formatted(", modes: {rateLimits: shadow}");
        try (LimitPolicy p = new LimitPolicy(folder, spec)) {
            for (int i = 0; i < 5; i++) {
                FakeExchange shadowed = p.host().send(FakeRequest.get("/b"));
                assertThat(shadowed.response().status()).isEqualTo(200);
                assertThat(shadowed.response().headers().contains("RateLimit")).isFalse();
            }
            assertThat(p.get("/a")).isEqualTo(200);
            assertThat(p.get("/a")).isEqualTo(200);
            assertThat(p.get("/a")).isEqualTo(429);
            assertThat(p.metric("portcullis_rate_limit_refused_total")).isEqualTo(3 + 1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "enforce |         |         | 429",
                "shadow  |         |         | 200",
                "off     |         |         | 200",
                "off     | enforce |         | 429",
                "enforce | shadow  |         | 200",
                "shadow  | shadow  | enforce | 429",
                "enforce | enforce | off     | 200",
            })
    void theRoutesModeOverridesTheLimitsAndThatTheGateways(String gateway, String limit, String route, int status) {
        String spec = "rateLimits: [{name: l, key: [clientAddress], capacity: 1, refill: 1, per: 1h"
                + (limit == null ? "" : ", mode: " + limit) + "}]\n"
                + "routes: [{id: a, match: {path: /a}, authenticate: none, rateLimits: [l]"
                + (route == null ? "" : ", modes: {rateLimits: " + route + "}") + "}]\n"
                + (limit == null && route == null ? "modes: {rateLimits: " + gateway + "}\n" : "");
        try (LimitPolicy p = new LimitPolicy(folder, spec)) {
            assertThat(p.get("/a")).isEqualTo(200);
            assertThat(p.get("/a")).isEqualTo(status);
        }
    }

    @Test
    void aShadowNeverDelays() {
        String spec = "rateLimits: [{name: l, key: [clientAddress], capacity: 1, refill: 1, per: 1h, mode: shadow,"
                + " onLimit: {queue: {length: 1, timeout: 2s}}}]\n"
                + "routes: [{id: a, match: {path: /a}, authenticate: none, rateLimits: [l]}]\n";
        try (LimitPolicy p = new LimitPolicy(folder, spec)) {
            assertThat(p.get("/a")).isEqualTo(200);
            FakeExchange second = p.host().start(FakeRequest.get("/a"));
            assertThat(second.ended()).isTrue();
            assertThat(second.hops()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "key: [principal], capacity: 1, refill: 1 | per beside",
                "key: [principal], capacity: 1, refill: 1, per: 1m, concurrency: 1 | exactly one of",
                "key: [sub], capacity: 1, refill: 1, per: 1m | clientAddress, principal, tenant",
                "key: [principle], capacity: 1, refill: 1, per: 1m | did you mean \"principal\"",
                "key: [principal], capacity: 1, refill: 1, per: 1m, onLimit: queue"
                        + " | \"reject\", an object with delay or an object with queue",
                "key: [], capacity: 1, refill: 1, per: 1m | expected 1 to 10",
                "key: [principal, principal], capacity: 1, refill: 1, per: 1m | duplicate value",
                "key: [principal], capacity: 0, refill: 1, per: 1m | capacity",
                "key: [principal], capacity: 999999937, refill: 999999937, per: 31622399s | cannot be counted exactly",
                "key: [principal], concurrency: 1, cost: 2 | one place",
                "key: [principal], concurrency: 1, onLimit: {delay: 1s} | write queue in place of delay",
                "key: [principal], concurrency: 1, tiers: [{when: {claim: a, equals: b}, capacity: 1, refill: 1, per: 1s}]"
                        + " | same kind",
                "key: [principal], capacity: 1, refill: 1, per: 1m, schedule: [{from: \"22:00\", to: \"06:00\","
                        + " zone: Europe/Berlim, capacity: 2}] | did you mean \"Europe/Berlin\"",
            })
    void aMistakeIsAnErrorThatSaysWhatToDo(String terms, String message) throws Exception {
        Path file = Files.writeString(folder.resolve("p.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: p, version: "1"}
                spec:
                  rateLimits: [{name: l, %s}]
                  routes: [{id: a, match: {path: /a}, authenticate: none, rateLimits: [l]}]
                """.formatted(terms));
        assertThatThrownBy(() ->
                        Policy.loader().withProviders(new RateLimitProvider()).load(file))
                .isInstanceOfSatisfying(
                        PolicyErrors.class,
                        errors -> assertThat(errors.errors())
                                .anySatisfy(
                                        error -> assertThat(error.toString()).contains(message)));
    }

    @Test
    void aLimitThatNoRouteUsesAndANameThatNoLimitHasAreErrors() throws Exception {
        Path file = Files.writeString(folder.resolve("p.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: p, version: "1"}
                spec:
                  rateLimits: [{name: per-user, key: [principal], capacity: 1, refill: 1, per: 1m}]
                  routes: [{id: a, match: {path: /a}, authenticate: none, rateLimits: [per-usr]}]
                """);
        assertThatThrownBy(() ->
                        Policy.loader().withProviders(new RateLimitProvider()).load(file))
                .isInstanceOfSatisfying(
                        PolicyErrors.class,
                        errors -> assertThat(errors.errors().toString())
                                .contains("did you mean \"per-user\"")
                                .contains("no route uses the rate limit \"per-user\""));
    }
}
