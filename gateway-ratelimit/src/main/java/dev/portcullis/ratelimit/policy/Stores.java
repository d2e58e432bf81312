package dev.portcullis.ratelimit.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.gateway.policy.shape.Place;
import dev.portcullis.gateway.policy.spi.Condition;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.Metric;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.gateway.policy.spi.Purpose;
import dev.portcullis.ratelimit.ClusterStore;
import dev.portcullis.ratelimit.redis.RedisBuckets;
import dev.portcullis.ratelimit.shared.SharedBuckets;
import dev.portcullis.ratelimit.shared.StoreSettings;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Opens the store of a policy, or keeps the one that the policy before had. */
final class Stores {
    private Stores() {}

    /** The store; {@code null} where the policy has none, is only checked, or has mistakes. */
    static @Nullable ClusterStore open(PolicyContext policy, Contribution contribution) {
        StorePolicy wanted = policy.get(RateLimitSections.STORE).orElse(null);
        if (wanted == null || policy.purpose() == Purpose.CHECK) {
            return null;
        }
        Place place = RateLimitSections.STORE.place().member("redis");
        String name = policy.metadata().name();
        ClusterStore store = policy.<ClusterStore>kept(
                        place, "store", List.of(name, wanted), () -> make(policy, wanted))
                .orElse(null);
        if (store != null) {
            report(contribution, store);
        }
        return store;
    }

    /** A store of the application's own. */
    static @Nullable ClusterStore given(
            PolicyContext policy, Contribution contribution, SharedBuckets buckets, StoreSettings settings) {
        if (policy.purpose() == Purpose.CHECK) {
            return null;
        }
        String name = policy.metadata().name();
        ClusterStore store = policy.<ClusterStore>kept(
                        RateLimitSections.LIMITS.place(),
                        "store",
                        List.of(name, buckets, settings),
                        () -> store(policy, buckets, settings, name.getBytes(UTF_8)))
                .orElse(null);
        if (store != null) {
            report(contribution, store);
        }
        return store;
    }

    private static ClusterStore store(
            PolicyContext policy, SharedBuckets buckets, StoreSettings settings, byte[] keySecret) {
        return new ClusterStore(
                buckets,
                settings,
                "portcullis:" + policy.metadata().name(),
                keySecret,
                policy.scheduler(),
                policy.nanoTime(),
                new SecureRandom());
    }

    private static ClusterStore make(PolicyContext policy, StorePolicy wanted) {
        String name = policy.metadata().name();
        RedisBuckets buckets;
        try {
            buckets = new RedisBuckets(wanted.uri().text(), wanted.settings().deadline());
        } catch (NoClassDefFoundError e) {
            throw new IllegalArgumentException("redis needs io.lettuce:lettuce-core on the class path", e);
        }
        return store(policy, buckets, wanted.settings(), wanted.keySecret(name));
    }

    private static void report(Contribution contribution, ClusterStore store) {
        contribution.report(
                new Condition("rateLimitStore", () -> (store.up() ? "up" : "down") + ", outages: " + store.outages()));
        report(
                contribution,
                "up",
                "Whether the rate limit store answers.",
                Metric.Kind.GAUGE,
                () -> store.up() ? 1 : 0);
        report(
                contribution,
                "outages_total",
                "Times that the rate limit store stopped answering.",
                Metric.Kind.COUNTER,
                store::outages);
        report(
                contribution,
                "requests_total",
                "Requests for which the rate limit store was asked.",
                Metric.Kind.COUNTER,
                store::asked);
        report(
                contribution,
                "unavailable_total",
                "Requests that were judged without the rate limit store, as onOutage says.",
                Metric.Kind.COUNTER,
                store::alone);
    }

    private static void report(
            Contribution contribution, String what, String help, Metric.Kind kind, DoubleSupplier value) {
        contribution.report(new Metric("portcullis_rate_limit_store_" + what, help, kind, Map.of(), value));
    }
}
