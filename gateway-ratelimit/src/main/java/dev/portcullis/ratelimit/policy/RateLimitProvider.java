package dev.portcullis.ratelimit.policy;

import dev.portcullis.gateway.policy.model.RouteKey;
import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.ratelimit.RateLimit;
import dev.portcullis.ratelimit.Terms;
import java.util.List;

/** The sections {@code rateLimits} and {@code rateLimitStore}, and the limits of routes. */
public final class RateLimitProvider implements FilterProvider {
    /** For {@link java.util.ServiceLoader}. */
    public RateLimitProvider() {}

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
            new Application(policy, contribution, limits, counted ? Stores.open(policy, contribution) : null).apply();
        }
    }
}
