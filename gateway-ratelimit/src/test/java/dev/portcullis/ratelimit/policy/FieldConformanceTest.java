package dev.portcullis.ratelimit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.FakeResponse;
import dev.portcullis.ratelimit.fields.RateLimitFields;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
                RateLimitFields.check(answer.headers(), answer.status(), violated(answer.text()));
                refused += answer.status() == 429 ? 1 : 0;
                p.clock.advance(Duration.ofMillis(random.nextInt(3) == 0 ? random.nextInt(1_500) : 0));
            }
        }
        assertThat(refused).isBetween(100, 1_900);
    }

    private static List<String> violated(String body) {
        Matcher matcher = Pattern.compile("\"violated-policies\":\\[([^]]*)]").matcher(body);
        return matcher.find() ? List.of(matcher.group(1).replace("\"", "").split(",")) : List.of();
    }
}
