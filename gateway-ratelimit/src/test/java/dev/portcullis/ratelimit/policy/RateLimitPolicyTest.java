package dev.portcullis.ratelimit.policy;

import static dev.portcullis.ratelimit.policy.LimitPolicy.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeRequest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits by policy, through a whole gateway on a manual clock. */
class RateLimitPolicyTest {
    private static final String ROUTE = "routes: [{id: a, match: {path: /a}, authenticate: none, rateLimits: [l]}]\n";

    @TempDir
    Path folder;

    private LimitPolicy limit(String terms) {
        return new LimitPolicy(folder, "rateLimits: [{name: l, " + terms + "}]\n" + ROUTE);
    }

    @Test
    void admitsTheBurstAndThenOneForEachTokenThatArrives() {
        try (LimitPolicy p = limit("key: [clientAddress], capacity: 3, refill: 60, per: 1m")) {
            assertThat(p.get("/a")).isEqualTo(200);
            assertThat(p.get("/a")).isEqualTo(200);
            assertThat(p.get("/a")).isEqualTo(200);
            assertThat(p.get("/a")).isEqualTo(429);
            p.clock.advance(Duration.ofMillis(999));
            assertThat(p.get("/a")).isEqualTo(429);
            p.clock.advance(Duration.ofMillis(1));
            assertThat(p.get("/a")).isEqualTo(200);
            assertThat(p.get("/a")).isEqualTo(429);
        }
    }

    @Test
    void tellsWhatIsLeftAndWhenToComeBack() {
        try (LimitPolicy p = limit("key: [clientAddress], capacity: 2, refill: 1, per: 10s, legacyFields: true")) {
            FakeExchange first = p.host().send(FakeRequest.get("/a"));
            assertThat(first.response().headers().all("RateLimit-Policy")).containsExactly("\"l\";q=2;w=20");
            assertThat(first.response().headers().all("RateLimit")).containsExactly("\"l\";r=1;t=10");
            assertThat(first.response().field("X-RateLimit-Limit")).isEqualTo("2");
            assertThat(first.response().field("X-RateLimit-Remaining")).isEqualTo("1");
            p.get("/a");
            p.clock.advance(Duration.ofMillis(1500));
            FakeExchange refused = p.host().send(FakeRequest.get("/a"));
            assertThat(refused.response().status()).isEqualTo(429);
            assertThat(refused.code()).isEqualTo("limit.l");
            assertThat(refused.response().headers().all("RateLimit")).containsExactly("\"l\";r=0;t=9");
            assertThat(refused.response().headers().all("Retry-After")).containsExactly("9");
            assertThat(refused.response().field("X-RateLimit-Reset")).isEqualTo("19");
            assertThat(refused.response().text())
                    .contains("\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\"")
                    .contains("\"violated-policies\":[\"l\"]");
            assertThat(refused.forwarded()).isFalse();
        }
    }

    @Test
    void countsEachAddressByItselfAndIpv6ByItsNetwork() {
        try (LimitPolicy p = limit("key: [clientAddress], capacity: 1, refill: 1, per: 1m")) {
            FakeRequest get = FakeRequest.get("/a");
            assertThat(p.send(get.from("192.0.2.1"))).isEqualTo(200);
            assertThat(p.send(get.from("192.0.2.1"))).isEqualTo(429);
            assertThat(p.send(get.from("192.0.2.2"))).isEqualTo(200);
            assertThat(p.send(get.from("2001:db8::1"))).isEqualTo(200);
            assertThat(p.send(get.from("2001:db8::2:3"))).isEqualTo(429);
            assertThat(p.send(get.from("2001:db8:0:1::1"))).isEqualTo(200);
        }
    }

    @Test
    void aSpoofedForwardingFieldChangesNoKey() {
        try (LimitPolicy p = limit("key: [clientAddress], capacity: 1, refill: 1, per: 1m")) {
            FakeRequest get = FakeRequest.get("/a");
            assertThat(p.send(get.header("X-Forwarded-For", "198.51.100.1"))).isEqualTo(200);
            assertThat(p.send(get.header("X-Forwarded-For", "198.51.100.2"))).isEqualTo(429);
        }
    }

    @Test
    void countsByTheCallerAndWithoutOneByTheAddress() {
        try (LimitPolicy p = limit("key: [principal], capacity: 1, refill: 1, per: 1m")) {
            FakeRequest get = FakeRequest.get("/a");
            assertThat(p.send(as(get, "jane"))).isEqualTo(200);
            assertThat(p.send(as(get, "jane").from("192.0.2.7"))).isEqualTo(429);
            assertThat(p.send(as(get, "joe"))).isEqualTo(200);
            assertThat(p.send(get)).isEqualTo(200);
            assertThat(p.send(get)).isEqualTo(429);
            assertThat(p.send(get.from("192.0.2.7"))).isEqualTo(200);
        }
    }

    @Test
    void countsByTenantClaimFieldAndRouteTogether() {
        try (LimitPolicy p =
                limit("key: [tenant, \"claim:team\", \"header:X-App\", route], capacity: 1, refill: 1, per: 1m")) {
            FakeRequest get = FakeRequest.get("/a");
            assertThat(p.send(as(get, "a;tenant=t;team=x").header("X-App", "1")))
                    .isEqualTo(200);
            assertThat(p.send(as(get, "b;tenant=t;team=x").header("X-App", "1")))
                    .isEqualTo(429);
            assertThat(p.send(as(get, "a;tenant=u;team=x").header("X-App", "1")))
                    .isEqualTo(200);
            assertThat(p.send(as(get, "a;tenant=t;team=y").header("X-App", "1")))
                    .isEqualTo(200);
            assertThat(p.send(as(get, "a;tenant=t;team=x").header("X-App", "2")))
                    .isEqualTo(200);
        }
    }

    @Test
    void aFieldOfAnAnonymousCallerNeverSpendsTheBudgetOfAnotherAddress() {
        try (LimitPolicy p = limit("key: [\"header:X-App\"], capacity: 1, refill: 1, per: 1m")) {
            FakeRequest get = FakeRequest.get("/a").header("X-App", "shop");
            assertThat(p.send(get.from("192.0.2.1"))).isEqualTo(200);
            assertThat(p.send(get.from("192.0.2.2"))).isEqualTo(200);
            assertThat(p.send(get.from("192.0.2.2"))).isEqualTo(429);
            assertThat(p.send(as(get, "jane").from("192.0.2.3"))).isEqualTo(200);
            assertThat(p.send(as(get, "joe").from("192.0.2.4"))).isEqualTo(429);
        }
    }

    @Test
    void chargesByFieldAndByContent() {
        try (LimitPolicy p = limit("key: [clientAddress], capacity: 10, refill: 1, per: 1m, cost: {header: X-Cost}")) {
            assertThat(p.send(FakeRequest.get("/a").header("X-Cost", "9"))).isEqualTo(200);
            assertThat(p.send(FakeRequest.get("/a").header("X-Cost", "2"))).isEqualTo(429);
            assertThat(p.send(FakeRequest.get("/a").header("X-Cost", "-5"))).isEqualTo(200);
            assertThat(p.send(FakeRequest.get("/a").header("X-Cost", "99999999999999999999")))
                    .isEqualTo(429);
        }
        String post = "rateLimits: [{name: l, key: [clientAddress], capacity: 4, refill: 1, per: 1m,"
                + " cost: {bodyBytes: 1KiB}}]\n"
                + "routes: [{id: a, match: {methods: [POST], path: /a}, authenticate: none, rateLimits: [l]}]\n";
        try (LimitPolicy p = new LimitPolicy(folder, post)) {
            assertThat(p.send(FakeRequest.post("/a", ""))).isEqualTo(200);
            assertThat(p.send(FakeRequest.of("POST", "/a").body(new byte[1025])))
                    .isEqualTo(200);
            assertThat(p.send(FakeRequest.of("POST", "/a").chunked(new byte[1025])))
                    .isEqualTo(200);
            assertThat(p.send(FakeRequest.of("POST", "/a").chunked(new byte[1])))
                    .isEqualTo(429);
            assertThat(p.send(FakeRequest.of("POST", "/a").body(new byte[1]))).isEqualTo(429);
        }
    }

    @Test
    void severalBandwidthsOfOneLimitAllHold() {
        try (LimitPolicy p = limit("key: [clientAddress], bandwidths: [{capacity: 2, refill: 2, per: 1s},"
                + " {capacity: 3, refill: 3, per: 1m}]")) {
            assertThat(p.get("/a")).isEqualTo(200);
            assertThat(p.get("/a")).isEqualTo(200);
            FakeExchange burst = p.host().send(FakeRequest.get("/a"));
            assertThat(burst.response().text()).contains("\"violated-policies\":[\"l.1\"]");
            assertThat(burst.response().field("RateLimit"))
                    .contains("\"l.1\";r=0;t=1")
                    .contains("\"l.2\";r=1;t=40");
            p.clock.advance(Duration.ofSeconds(1));
            assertThat(p.get("/a")).isEqualTo(200);
            assertThat(p.host().send(FakeRequest.get("/a")).response().text())
                    .contains("\"violated-policies\":[\"l.2\"]");
        }
    }

    @Test
    void aRequestThatOneLimitRefusesTakesNothingFromTheOthers() {
        String two = "rateLimits: [{name: wide, key: [clientAddress], capacity: 4, refill: 1, per: 1m},"
                + " {name: narrow, key: [route], capacity: 1, refill: 1, per: 1m}]\n"
                + "routes: [{id: a, match: {path: /a}, authenticate: none, rateLimits: [wide, narrow]},"
                + " {id: b, match: {path: /b}, authenticate: none, rateLimits: [wide]}]\n";
        try (LimitPolicy p = new LimitPolicy(folder, two)) {
            assertThat(p.get("/a")).isEqualTo(200);
            for (int i = 0; i < 10; i++) {
                assertThat(p.get("/a")).isEqualTo(429);
            }
            assertThat(p.get("/b")).isEqualTo(200);
            assertThat(p.get("/b")).isEqualTo(200);
            assertThat(p.get("/b")).isEqualTo(200);
            assertThat(p.get("/b")).isEqualTo(429);
        }
    }

    @Test
    void aLimitForAllRoutesCountsThemTogether() {
        String all = "rateLimits: [{name: l, key: [clientAddress], capacity: 2, refill: 1, per: 1m, routes: all}]\n"
                + "routes: [{id: a, match: {path: /a}, authenticate: none}, {id: b, match: {path: /b}, authenticate: none}]\n";
        try (LimitPolicy p = new LimitPolicy(folder, all)) {
            assertThat(p.get("/a")).isEqualTo(200);
            assertThat(p.get("/b")).isEqualTo(200);
            assertThat(p.get("/a")).isEqualTo(429);
            assertThat(p.get("/b")).isEqualTo(429);
        }
    }

    @Test
    void tiersAreChosenByVerifiedClaims() {
        try (LimitPolicy p = limit("key: [principal], capacity: 1, refill: 1, per: 1m,"
                + " tiers: [{when: {claim: plan, equals: gold}, capacity: 3, refill: 3}]")) {
            FakeRequest gold = as(FakeRequest.get("/a"), "jane;plan=gold");
            assertThat(p.send(gold)).isEqualTo(200);
            assertThat(p.send(gold)).isEqualTo(200);
            assertThat(p.send(gold)).isEqualTo(200);
            assertThat(p.send(gold)).isEqualTo(429);
            // the same caller with another credential has spent what it has spent
            assertThat(p.send(as(FakeRequest.get("/a"), "jane"))).isEqualTo(429);
            FakeRequest plain = as(FakeRequest.get("/a"), "joe;plan=silver");
            assertThat(p.send(plain)).isEqualTo(200);
            assertThat(p.send(plain)).isEqualTo(429);
        }
    }

    @Test
    void theScheduleCountsByTheClocksOfItsZone() {
        // the manual clock stands at 10:00 UTC, which is 11:00 in Berlin
        try (LimitPolicy p = limit("key: [clientAddress], capacity: 1, refill: 1, per: 1s,"
                + " schedule: [{from: \"11:01\", to: \"11:02\", zone: Europe/Berlin, capacity: 3, refill: 3}]")) {
            assertThat(p.get("/a")).isEqualTo(200);
            assertThat(p.get("/a")).isEqualTo(429);
            p.clock.advance(Duration.ofSeconds(60));
            for (int i = 0; i < 3; i++) {
                assertThat(p.get("/a")).isEqualTo(200);
            }
            assertThat(p.get("/a")).isEqualTo(429);
            p.clock.advance(Duration.ofSeconds(60));
            assertThat(p.get("/a")).isEqualTo(200);
            assertThat(p.get("/a")).isEqualTo(429);
        }
    }

    @Test
    void aReloadRefillsNothing() {
        String before = "rateLimits: [{name: l, key: [clientAddress], capacity: 2, refill: 2, per: 1m}]\n" + ROUTE;
        String after = "rateLimits: [{name: l, key: [clientAddress], capacity: 100, refill: 100, per: 1m}]\n" + ROUTE;
        try (LimitPolicy p = new LimitPolicy(folder, before)) {
            p.get("/a");
            p.get("/a");
            assertThat(p.get("/a")).isEqualTo(429);
            p.reload(after);
            assertThat(p.get("/a")).isEqualTo(429);
            p.clock.advance(Duration.ofMillis(600));
            assertThat(p.get("/a")).isEqualTo(200);
            assertThat(p.get("/a")).isEqualTo(429);
        }
    }
}
