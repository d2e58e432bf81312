package dev.portcullis.ratelimit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.FilterVerdict;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.policy.LoadedPolicy;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.ManualClock;
import dev.portcullis.gateway.testkit.ManualScheduler;
import dev.portcullis.ratelimit.shared.SharedBuckets;
import dev.portcullis.ratelimit.shared.StoreSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of requests while the store fails or is silent, and where that shows. */
class StoreOutageTest {
    /** A store that fails, is silent, or admits everything. */
    private static final class Fickle implements SharedBuckets {
        private boolean silent;
        private boolean fails;
        private int asked;

        @Override
        public CompletionStage<Answer> take(List<Wanted> wanted, long extra) {
            asked++;
            if (fails) {
                return CompletableFuture.failedFuture(new IllegalStateException("gone"));
            }
            return silent
                    ? new CompletableFuture<>()
                    : CompletableFuture.completedFuture(new Answer(new long[wanted.size()], 0));
        }

        @Override
        public CompletionStage<?> probe() {
            return fails || silent ? new CompletableFuture<>() : CompletableFuture.completedFuture(true);
        }

        @Override
        public void close() {}
    }

    @TempDir
    Path folder;

    private final Fickle store = new Fickle();
    private final ManualClock clock = new ManualClock();
    private final List<FilterVerdict> trail = new ArrayList<>();

    private LoadedPolicy policy(StoreSettings.OnOutage onOutage) throws Exception {
        Path file = Files.writeString(folder.resolve("p.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: p, version: "1"}
                spec:
                  rateLimits: [{name: l, key: [clientAddress], capacity: 6, refill: 6, per: 1h}]
                  routes: [{id: a, match: {path: /a}, authenticate: none, rateLimits: [l]}]
                """);
        FilterProvider observing = new FilterProvider() {
            @Override
            public String name() {
                return "observing";
            }

            @Override
            public void contribute(PolicyContext policy, Contribution contribution) {
                contribution.install(Stage.AUDIT, exchange -> {
                    exchange.onComplete(outcome -> trail.addAll(outcome.verdicts()));
                    return dev.portcullis.gateway.Decision.CONTINUE;
                });
            }
        };
        return Policy.loader()
                .withProviders(
                        new RateLimitProvider(store, new StoreSettings(Duration.ofMillis(50), onOutage, 3, 1)),
                        observing)
                .withClock(clock, clock)
                .withScheduler(new ManualScheduler(clock))
                .load(file);
    }

    private static double up(LoadedPolicy policy) {
        return policy.metrics().stream()
                .filter(metric -> metric.name().equals("portcullis_rate_limit_store_up"))
                .mapToDouble(metric -> metric.value().getAsDouble())
                .sum();
    }

    @Test
    void aTrailIsToldOfEachOutage() throws Exception {
        try (LoadedPolicy policy = policy(StoreSettings.OnOutage.LOCAL_SHARE)) {
            assertThat(policy.conditions().get(0).state().get()).isEqualTo("up, outages: 0");
            store.fails = true;
            statuses(policy, 1);
            assertThat(policy.conditions().get(0).state().get()).isEqualTo("down, outages: 1");
            store.fails = false;
            clock.advance(Duration.ofMillis(250));
            clock.advance(Duration.ofMillis(250));
            assertThat(policy.conditions().get(0).state().get()).isEqualTo("up, outages: 1");
        }
    }

    private static List<Integer> statuses(LoadedPolicy policy, int requests) {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            statuses.add(FakeHost.of(policy.gateway())
                    .send(FakeRequest.get("/a"))
                    .response()
                    .status());
        }
        return statuses;
    }

    @Test
    void openLetsEverybodyPassAndSaysSoInTheTrail() throws Exception {
        store.fails = true;
        try (LoadedPolicy policy = policy(StoreSettings.OnOutage.OPEN)) {
            assertThat(statuses(policy, 10)).containsOnly(200);
            assertThat(up(policy)).isZero();
            assertThat(store.asked).isOne();
            assertThat(trail)
                    .hasSize(10)
                    .allSatisfy(verdict -> assertThat(verdict.failure()).hasMessageContaining("OPEN"));
        }
    }

    @Test
    void closedRefusesEverybodyWith503() throws Exception {
        store.fails = true;
        try (LoadedPolicy policy = policy(StoreSettings.OnOutage.CLOSED)) {
            FakeExchange refused = FakeHost.of(policy.gateway()).send(FakeRequest.get("/a"));
            assertThat(refused.response().status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("limit.store_unavailable");
            assertThat(statuses(policy, 3)).containsOnly(503);
        }
    }

    @Test
    void localShareHoldsEachNodeToItsPart() throws Exception {
        store.fails = true;
        try (LoadedPolicy policy = policy(StoreSettings.OnOutage.LOCAL_SHARE)) {
            assertThat(statuses(policy, 4)).containsExactly(200, 200, 429, 429);
            assertThat(trail)
                    .anySatisfy(verdict -> assertThat(verdict.failure()).hasMessageContaining("LOCAL_SHARE"));
        }
    }

    @Test
    void aSilentStoreHoldsNobodyBeyondTheDeadlineAndIsUsedAgainOnceItAnswers() throws Exception {
        store.silent = true;
        try (LoadedPolicy policy = policy(StoreSettings.OnOutage.OPEN)) {
            FakeHost host = FakeHost.of(policy.gateway());
            for (int i = 0; i < 3; i++) {
                FakeExchange waiting = host.start(FakeRequest.get("/a"));
                assertThat(waiting.ended()).isFalse();
                clock.advance(Duration.ofMillis(50));
                waiting.runHome();
                assertThat(waiting.response().status()).isEqualTo(200);
            }
            assertThat(up(policy)).isZero();
            assertThat(statuses(policy, 5)).containsOnly(200);
            assertThat(store.asked).isEqualTo(3);
            store.silent = false;
            clock.advance(Duration.ofMillis(250));
            clock.advance(Duration.ofMillis(250));
            assertThat(up(policy)).isEqualTo(1);
            assertThat(statuses(policy, 2)).containsOnly(200);
            assertThat(store.asked).isEqualTo(5);
        }
    }
}
