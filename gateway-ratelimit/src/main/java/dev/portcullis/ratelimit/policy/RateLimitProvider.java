package dev.portcullis.ratelimit.policy;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.policy.model.RouteKey;
import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.ratelimit.ClusterStore;
import dev.portcullis.ratelimit.RateLimit;
import dev.portcullis.ratelimit.Terms;
import dev.portcullis.ratelimit.shared.SharedBuckets;
import dev.portcullis.ratelimit.shared.StoreSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sections {@code rateLimits} and {@code rateLimitStore}, and the limits of routes. */
public final class RateLimitProvider implements FilterProvider {
    private final @Nullable SharedBuckets buckets;
    private final @Nullable StoreSettings settings;

    /** For {@link java.util.ServiceLoader}. */
    public RateLimitProvider() {
        buckets = null;
        settings = null;
    }

    /**
     * A provider that counts in a store of the application's own, for policies that name none.
     *
     * @param buckets the store; never closed here
     * @param settings how to live with it
     */
    public RateLimitProvider(SharedBuckets buckets, StoreSettings settings) {
        this.buckets = requireNonNull(buckets, "buckets");
        this.settings = requireNonNull(settings, "settings");
    }

    @Override
    public String name() {
        return "gateway-ratelimit";
    }

    @Override
    public List<Section<?>> sections() {
        return List.of(RateLimitSections.LIMITS, RateLimitSections.STORE);
    }

    @Override
    public List<RouteKey<?>> routeKeys() {
        return List.of(RateLimitSections.ROUTE);
    }

    @Override
    public void contribute(PolicyContext policy, Contribution contribution) {
        List<RateLimit> limits = policy.get(RateLimitSections.LIMITS).orElse(List.of());
        boolean counted = limits.stream().anyMatch(limit -> limit.terms() instanceof Terms.Tokens);
        if (policy.has(RateLimitSections.STORE.name()) && !counted) {
            policy.error(
                    RateLimitSections.STORE.place(),
                    "unused-setting",
                    "nothing uses rateLimitStore: the policy has no rateLimits with a capacity");
        }
        if (!limits.isEmpty()) {
            new Application(policy, contribution, limits, counted ? store(policy, contribution) : null).apply();
        }
    }

    private @Nullable ClusterStore store(PolicyContext policy, Contribution contribution) {
        SharedBuckets own = buckets;
        StoreSettings how = settings;
        return own == null || how == null || policy.has(RateLimitSections.STORE.name())
                ? Stores.open(policy, contribution)
                : Stores.given(policy, contribution, own, how);
    }
}
