package dev.portcullis.ratelimit.policy;

import dev.portcullis.gateway.policy.model.RouteKey;
import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.shape.NameKind;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.ratelimit.RateLimit;
import java.util.List;

/** The keys of what this module reads in a policy. */
public final class RateLimitSections {
    static final NameKind LIMIT = new NameKind("rate limit");

    /** The section {@code rateLimits}: the limits that there are. */
    public static final Section<List<RateLimit>> LIMITS = Section.of(
            "rateLimits",
            Shapes.list(LimitShape.shape(), 1000).notEmpty().named("name").declaring(LIMIT, "name"));

    /** The section {@code rateLimitStore}: where nodes count together; without it each process counts for itself. */
    public static final Section<StorePolicy> STORE = Section.of("rateLimitStore", StorePolicy.shape());

    /** The key {@code rateLimits} of a route: the limits that count there. */
    public static final RouteKey<List<String>> ROUTE = RouteKey.of(
            "rateLimits", Shapes.list(Shapes.reference(LIMIT), 20).notEmpty().distinct());

    private RateLimitSections() {}
}
