package dev.portcullis.ratelimit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests beyond a limit that wait: delayed, or in line. */
class WaitingTest {
    private static final String ROUTE = "routes: [{id: a, match: {path: /a}, authenticate: none, rateLimits: [l]}]\n";

    @TempDir
    Path folder;

    private LimitPolicy limit(String terms) {
        return new LimitPolicy(folder, "rateLimits: [{name: l, " + terms + "}]\n" + ROUTE);
    }

    private static boolean waits(FakeExchange exchange) {
        exchange.runHome();
        return !exchange.ended();
    }

    @Test
    void aDelayedRequestGoesOnTheMomentItsTokenIsThere() {
        try (LimitPolicy p =
                limit("key: [clientAddress], capacity: 1, refill: 1, per: 200ms, onLimit: {delay: 500ms}")) {
            FakeHost host = p.host();
            assertThat(p.get("/a")).isEqualTo(200);
            FakeExchange second = host.start(FakeRequest.get("/a"));
            FakeExchange third = host.start(FakeRequest.get("/a"));
            FakeExchange fourth = host.start(FakeRequest.get("/a"));
            assertThat(fourth.response().status()).isEqualTo(429);
            assertThat(fourth.response().field("Retry-After")).isEqualTo("1");
            p.clock.advance(Duration.ofMillis(199));
            assertThat(waits(second)).isTrue();
            p.clock.advance(Duration.ofMillis(1));
            assertThat(waits(second)).isFalse();
            assertThat(waits(third)).isTrue();
            p.clock.advance(Duration.ofMillis(200));
            assertThat(waits(third)).isFalse();
            assertThat(second.response().status()).isEqualTo(200);
            assertThat(third.response().status()).isEqualTo(200);
            assertThat(p.metric("portcullis_rate_limit_waited_total")).isEqualTo(2);
        }
    }

    @Test
    void aLineIsServedInTheOrderOfItsArrivals() {
        try (LimitPolicy p = limit("key: [clientAddress], capacity: 1, refill: 1, per: 100ms,"
                + " onLimit: {queue: {length: 10, timeout: 2s}}")) {
            FakeHost host = p.host();
            p.get("/a");
            List<FakeExchange> line = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                line.add(host.start(FakeRequest.get("/a")));
            }
            FakeExchange eleventh = host.start(FakeRequest.get("/a"));
            assertThat(eleventh.response().status()).isEqualTo(429);
            assertThat(eleventh.code()).isEqualTo("limit.l");
            assertThat(p.metric("portcullis_rate_limit_waiting")).isEqualTo(10);
            for (int served = 0; served < 10; served++) {
                p.clock.advance(Duration.ofMillis(100));
                for (int i = 0; i < 10; i++) {
                    assertThat(waits(line.get(i)))
                            .as("request %d after %d were served", i, served + 1)
                            .isEqualTo(i > served);
                }
            }
            assertThat(line).allMatch(exchange -> exchange.response().status() == 200);
            assertThat(p.scheduler.pending()).isZero();
        }
    }

    @Test
    void nobodyOvertakesTheLineOfTheSameKeyButOtherKeysPass() {
        try (LimitPolicy p = limit("key: [clientAddress], capacity: 2, refill: 1, per: 100ms, cost: {header: X-Cost},"
                + " onLimit: {queue: {length: 10, timeout: 2s}}")) {
            FakeHost host = p.host();
            p.send(FakeRequest.get("/a"));
            FakeExchange big = host.start(FakeRequest.get("/a").header("X-Cost", "2"));
            FakeExchange small = host.start(FakeRequest.get("/a"));
            assertThat(waits(big)).isTrue();
            assertThat(waits(small)).isTrue();
            assertThat(p.send(FakeRequest.get("/a").from("192.0.2.9"))).isEqualTo(200);
            p.clock.advance(Duration.ofMillis(100));
            assertThat(waits(big)).isFalse();
            assertThat(waits(small)).isTrue();
            p.clock.advance(Duration.ofMillis(100));
            assertThat(waits(small)).isFalse();
        }
    }

    @Test
    void whoWaitsTooLongIsRefusedAndTakesNothing() {
        try (LimitPolicy p = limit("key: [clientAddress], capacity: 1, refill: 1, per: 10s,"
                + " onLimit: {queue: {length: 10, timeout: 2s}}")) {
            p.get("/a");
            FakeExchange waiting = p.host().start(FakeRequest.get("/a"));
            p.clock.advance(Duration.ofSeconds(2));
            assertThat(waits(waiting)).isFalse();
            assertThat(waiting.response().status()).isEqualTo(429);
            assertThat(waiting.response().field("Retry-After")).isEqualTo("8");
            p.clock.advance(Duration.ofSeconds(8));
            assertThat(p.get("/a")).isEqualTo(200);
            assertThat(p.scheduler.pending()).isZero();
        }
    }

    @Test
    void whoNeverGotToTheHeadOfTheLineIsToldTheTruthToo() {
        try (LimitPolicy p = limit("key: [clientAddress], capacity: 5, refill: 1, per: 10s, cost: {header: X-Cost},"
                + " onLimit: {queue: {length: 2, timeout: 2s}}")) {
            p.send(FakeRequest.get("/a").header("X-Cost", "4"));
            FakeExchange head = p.host().start(FakeRequest.get("/a").header("X-Cost", "5"));
            FakeExchange second = p.host().start(FakeRequest.get("/a"));
            FakeExchange crowdedOut = p.host().start(FakeRequest.get("/a"));
            assertThat(crowdedOut.code()).isEqualTo("limit.l");
            p.clock.advance(Duration.ofSeconds(2));
            assertThat(waits(head)).isFalse();
            assertThat(waits(second)).isFalse();
            assertThat(head.response().field("Retry-After")).isEqualTo("38");
            assertThat(second.code()).isEqualTo("limit.l");
            assertThat(second.response().text()).contains("\"violated-policies\":[\"l\"]");
            assertThat(second.response().field("RateLimit")).startsWith("\"l\";r=0;t=");
            assertThat(p.metric("portcullis_rate_limit_refused_total")).isEqualTo(3);
        }
    }

    @Test
    void aClientThatLeavesFreesItsPlaceInTheLine() {
        try (LimitPolicy p = limit("key: [clientAddress], capacity: 1, refill: 1, per: 1s,"
                + " onLimit: {queue: {length: 2, timeout: 10s}}")) {
            FakeHost host = p.host();
            p.get("/a");
            FakeExchange first = host.start(FakeRequest.get("/a"));
            FakeExchange second = host.start(FakeRequest.get("/a"));
            first.cancel();
            assertThat(p.metric("portcullis_rate_limit_waiting")).isEqualTo(1);
            FakeExchange third = host.start(FakeRequest.get("/a"));
            assertThat(waits(third)).isTrue();
            p.clock.advance(Duration.ofSeconds(1));
            assertThat(waits(second)).isFalse();
            assertThat(second.response().status()).isEqualTo(200);
            assertThat(waits(third)).isTrue();
            third.cancel();
            assertThat(p.metric("portcullis_rate_limit_waiting")).isZero();
            assertThat(p.scheduler.pending()).isZero();
        }
    }

    @Test
    void moreThanTheBucketHoldsIsNeverWaitedFor() {
        try (LimitPolicy p = limit("key: [clientAddress], capacity: 2, refill: 1, per: 1s, cost: 3,"
                + " onLimit: {queue: {length: 2, timeout: 10s}}")) {
            FakeExchange refused = p.host().start(FakeRequest.get("/a"));
            assertThat(refused.response().status()).isEqualTo(429);
            assertThat(refused.response().field("Retry-After")).isEqualTo("2");
        }
    }

    @Test
    void placesAreTakenByRequestsUnderWayAndReturnHoweverTheyEnd() {
        try (LimitPolicy p = limit("key: [clientAddress], concurrency: 2")) {
            List<FakeExchange> nested = new ArrayList<>();
            FakeHost host = p.host();
            host.handler(exchange -> {
                if (nested.size() < 2) {
                    nested.add(host.start(FakeRequest.get("/a")));
                }
                return dev.portcullis.gateway.testkit.FakeResponse.text(200, "ok");
            });
            // the first calls the second while it is under way, and that the third, for which there is no place
            FakeExchange first = host.send(FakeRequest.get("/a"));
            assertThat(first.response().status()).isEqualTo(200);
            assertThat(first.response().field("RateLimit-Policy")).isEqualTo("\"l\";q=2;qu=\"concurrent-requests\"");
            assertThat(nested.get(0).response().status()).isEqualTo(429);
            assertThat(nested.get(0).response().field("Retry-After")).isEqualTo("1");
            assertThat(nested.get(1).response().status()).isEqualTo(200);
            host.handler(exchange -> {
                throw new IllegalStateException("the handler fails");
            });
            for (int i = 0; i < 10; i++) {
                try {
                    host.send(FakeRequest.get("/a"));
                } catch (IllegalStateException expected) {
                    assertThat(expected).hasMessage("the handler fails");
                }
            }
        }
    }

    @Test
    void aRefusalForWantOfAPlaceTellsTheTruthOfTheOtherLimits() {
        String spec = """
                rateLimits:
                  - {name: b, key: [clientAddress], capacity: 5, refill: 1, per: 1h}
                  - {name: one, key: [clientAddress], concurrency: 1}
                  - {name: two, key: [route], concurrency: 2}
                routes: [{id: a, match: {path: /a}, authenticate: none, rateLimits: [b, one, two]}]
                """;
        try (LimitPolicy p = new LimitPolicy(folder, spec)) {
            FakeHost host = p.host();
            List<FakeExchange> nested = new ArrayList<>();
            host.handler(exchange -> {
                nested.add(p.host().start(FakeRequest.get("/a")));
                return dev.portcullis.gateway.testkit.FakeResponse.text(200, "ok");
            });
            host.send(FakeRequest.get("/a"));
            assertThat(nested.get(0).code()).isEqualTo("limit.one");
            assertThat(nested.get(0).response().headers().all("RateLimit"))
                    .containsExactly("\"b\";r=4;t=3600", "\"one\";r=0", "\"two\";r=1");
        }
    }

    @Test
    void aPlaceThatBecomesFreeGoesToTheHeadOfTheLine() {
        try (LimitPolicy p =
                limit("key: [clientAddress], concurrency: 1, onLimit: {queue: {length: 5, timeout: 2s}}")) {
            List<FakeExchange> line = new ArrayList<>();
            FakeHost host = p.host();
            host.handler(exchange -> {
                if (line.isEmpty()) {
                    for (int i = 0; i < 3; i++) {
                        line.add(p.host().start(FakeRequest.get("/a")));
                    }
                    assertThat(line).noneMatch(FakeExchange::ended);
                }
                return dev.portcullis.gateway.testkit.FakeResponse.text(200, "ok");
            });
            assertThat(host.send(FakeRequest.get("/a")).response().status()).isEqualTo(200);
            for (int i = 0; i < 3; i++) {
                assertThat(waits(line.get(i))).isFalse();
                assertThat(line.get(i).response().status()).isEqualTo(200);
            }
            assertThat(p.scheduler.pending()).isZero();
        }
    }

    @Test
    void aHundredRequestsThatWaitHoldNoThread() {
        try (LimitPolicy p = limit("key: [clientAddress], capacity: 1, refill: 1, per: 10ms,"
                + " onLimit: {queue: {length: 100, timeout: 2s}}")) {
            FakeHost host = p.host();
            p.get("/a");
            int before = ManagementFactory.getThreadMXBean().getThreadCount();
            List<FakeExchange> line = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                line.add(host.start(FakeRequest.get("/a")));
            }
            assertThat(p.metric("portcullis_rate_limit_waiting")).isEqualTo(100);
            assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThanOrEqualTo(before);
            for (int i = 0; i < 100; i++) {
                p.clock.advance(Duration.ofMillis(10));
            }
            assertThat(line).noneMatch(WaitingTest::waits);
            assertThat(line).allMatch(exchange -> exchange.response().status() == 200);
        }
    }
}
