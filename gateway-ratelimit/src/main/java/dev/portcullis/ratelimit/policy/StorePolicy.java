package dev.portcullis.ratelimit.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Secret;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.ratelimit.shared.StoreSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code rateLimitStore}: where nodes count together.
 *
 * @param uri of Redis, with its credentials
 * @param keySecret what keys are hashed with; without it they are hashed with the policy's name, which whoever reads the store
 *     may know
 * @param settings how to live with it
 */
public record StorePolicy(Secret uri, @Nullable Secret keySecret, StoreSettings settings) {
    /** The bytes that keys are hashed with. */
    byte[] keySecret(String policyName) {
        Secret own = keySecret;
        return own == null ? policyName.getBytes(UTF_8) : own.bytes();
    }

    static Shape<StorePolicy> shape() {
        Shape<StorePolicy> redis = Shapes.object("redis", members -> {
            Member<Secret> uri = members.required("uri", Shapes.secretUrl("redis", "rediss"));
            Member<Secret> secret = members.optional("keySecret", Shapes.secret());
            Member<Duration> deadline = members.withDefault("deadline", Shapes.duration("1ms", "10s"), "50ms");
            Member<StoreSettings.OnOutage> onOutage =
                    members.required("onOutage", Shapes.words(StoreSettings.OnOutage.values()));
            Member<Integer> nodes = members.withDefault("nodes", Shapes.integer(1, 10_000), 1);
            Member<Integer> lease = members.withDefault("lease", Shapes.integer(1, 100_000), 1);
            return values -> new StorePolicy(
                    values.get(uri),
                    values.orNull(secret),
                    new StoreSettings(
                            values.get(deadline), values.get(onOutage), values.get(nodes), values.get(lease)));
        });
        return Shapes.object("rateLimitStore", members -> {
            Member<StorePolicy> store = members.required("redis", redis);
            return values -> values.get(store);
        });
    }
}
