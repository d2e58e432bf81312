package dev.portcullis.ratelimit.policy;

import dev.portcullis.gateway.policy.model.RouteKey;
import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyContext;
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
        return List.of(RateLimitSections.LIMITS);
    }

    @Override
    public List<RouteKey<?>> routeKeys() {
        return List.of(RateLimitSections.ROUTE);
    }

    @Override
    public void contribute(PolicyContext policy, Contribution contribution) {
        policy.get(RateLimitSections.LIMITS).ifPresent(limits -> new Application(policy, contribution, limits).apply());
    }
}
