package dev.portcullis.ratelimit;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Key;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.Verdict;

/** Holds requests to the limits of their route, which are attached to it. Thread-safe. */
public final class RateLimitFilter implements Filter {
    private final String name;
    private final Key<RouteLimits> limits;

    /**
     * A filter.
     *
     * @param name what audit records call it
     * @param limits under which a route has its limits; a route without any has none
     */
    public RateLimitFilter(String name, Key<RouteLimits> limits) {
        this.name = requireNonNull(name, "name");
        this.limits = requireNonNull(limits, "limits");
    }

    @Override
    public Verdict onRequest(Exchange exchange) {
        Route route = exchange.get(Route.KEY).orElse(null);
        RouteLimits own = route == null ? null : route.get(limits).orElse(null);
        return own == null ? Decision.CONTINUE : own.judge(exchange);
    }

    @Override
    public String name() {
        return name;
    }
}
