package dev.portcullis.ratelimit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.FakeResponse;
import dev.portcullis.ratelimit.RateLimit;
import dev.portcullis.ratelimit.fields.RateLimitFields;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every answer of many, to limits of every kind, has fields that a reader made from the standards takes. */
class FieldConformanceTest {
    @TempDir
    Path folder;

    @Test
    void everyAnswerHasFieldsThatFollowTheDraftAndAgreeWithOneAnother() {
        String spec = """
                rateLimits:
                  - {name: wide-1, key: [clientAddress], capacity: 999999999, refill: 1, per: 1s, routes: all}
                  - {name: burst.x, key: [clientAddress], capacity: 5, refill: 3, per: 7s, routes: all}
                  - {name: two, key: [principal], bandwidths: [{capacity: 3, refill: 3, per: 1s}, {capacity: 9, refill: 9, per: 1m}], routes: all}
                  - {name: here, key: [clientAddress], concurrency: 4, routes: all}
                  - {name: content, key: [clientAddress], capacity: 9, refill: 1, per: 100ms, cost: {bodyBytes: 64KiB}, routes: all}
                routes: [{id: a, match: {methods: [GET, POST], path: /a}, authenticate: none}]
                """;
        SplittableRandom random = new SplittableRandom(9);
        int refused = 0;
        try (LimitPolicy p = new LimitPolicy(folder, spec)) {
            for (int i = 0; i < 2_000; i++) {
                FakeRequest request = random.nextInt(4) == 0
                        ? FakeRequest.of("POST", "/a").body(new byte[random.nextInt(200_000)])
                        : FakeRequest.get("/a");
                if (random.nextBoolean()) {
                    request = LimitPolicy.as(request, "jane");
                }
                FakeResponse answer = p.host().send(request).response();
                RateLimitFields.check(answer.headers(), answer.status(), answer.text());
                refused += answer.status() == 429 ? 1 : 0;
                p.clock.advance(Duration.ofMillis(random.nextInt(3) == 0 ? random.nextInt(1_500) : 0));
            }
        }
        assertThat(refused).isBetween(100, 1_900);
    }

    @Test
    void whoeverWaitedInVainOrWasCrowdedOutIsToldInTheSameWay() {
        String spec = """
                rateLimits:
                  - {name: line, key: [clientAddress], bandwidths: [{capacity: 2, refill: 1, per: 5s}, {capacity: 30, refill: 30, per: 1m}], onLimit: {queue: {length: 3, timeout: 2s}}}
                  - {name: slow, key: [clientAddress], capacity: 9, refill: 1, per: 3s, onLimit: {delay: 1s}, fields: refusals}
                  - {name: quiet, key: [clientAddress], concurrency: 3, fields: never}
                  - {name: old, key: [clientAddress], capacity: 50, refill: 1, per: 7s, legacyFields: true}
                routes: [{id: a, match: {path: /a}, authenticate: none, rateLimits: [line, slow, quiet, old]}]
                """;
        int refused = 0;
        try (LimitPolicy p = new LimitPolicy(folder, spec)) {
            SplittableRandom random = new SplittableRandom(4);
            List<FakeExchange> open = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                open.add(p.host().start(FakeRequest.get("/a")));
                p.clock.advance(Duration.ofMillis(random.nextInt(3) == 0 ? random.nextInt(2_500) : 0));
                for (FakeExchange one : open) {
                    one.runHome();
                    if (one.ended() && one.response().status() == 429) {
                        RateLimitFields.check(
                                one.response().headers(), 429, one.response().text());
                        RateLimitFields.checkLegacy(one.response().headers());
                        refused++;
                    } else if (one.ended()) {
                        assertThat(one.response().status()).isEqualTo(200);
                        RateLimitFields.check(one.response().headers(), 200, "");
                        RateLimitFields.checkLegacy(one.response().headers());
                        assertThat(one.response().field("RateLimit")).doesNotContain("slow", "quiet");
                    }
                }
                open.removeIf(FakeExchange::ended);
            }
        }
        assertThat(refused).isBetween(100, 990);
    }

    @Test
    void thePagesNameTheDraftThatIsFollowed() throws Exception {
        assertThat(Path.of("../README.md")).content().contains(RateLimit.DRAFT);
        assertThat(Path.of("../docs/measured/ratelimit.md")).content().contains(RateLimit.DRAFT);
    }
}
