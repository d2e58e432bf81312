package dev.portcullis.gateway.policy.spi;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.policy.model.RoutePolicy;
import dev.portcullis.gateway.policy.shape.Place;

/**
 * Where a custom filter is used.
 *
 * @param policy the policy
 * @param route the route that names it
 * @param place where the route names it
 */
public record FilterSite(PolicyContext policy, RoutePolicy route, Place place) {
    /** Checks that all is there. */
    public FilterSite {
        requireNonNull(policy, "policy");
        requireNonNull(route, "route");
        requireNonNull(place, "place");
    }
}
