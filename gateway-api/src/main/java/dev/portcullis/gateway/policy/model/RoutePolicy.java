package dev.portcullis.gateway.policy.model;

import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One route of a policy: what it admits and under which terms. Immutable.
 *
 * <pre>{@code
 * RoutePolicy.builder("health", RouteMatch.path("/healthz"))
 *         .authenticate(Authenticate.NONE)
 *         .upstream(UpstreamPolicy.of("http://127.0.0.1:9000"))
 *         .build();
 * }</pre>
 */
public final class RoutePolicy {
    private final String id;
    private final RouteMatch match;
    private final Authenticate authenticate;
    private final BodyHandling body;
    private final OptionalInt bodyLimit;
    private final Set<Charset> charsets;
    private final Modes modes;
    private final List<FilterUse> filters;
    private final Optional<UpstreamPolicy> upstream;
    private final Map<RouteKey<?>, Object> settings;

    RoutePolicy(RoutePolicyBuilder from) {
        id = from.id;
        match = from.match;
        authenticate = from.authenticate;
        body = from.body;
        bodyLimit = from.bodyLimit;
        charsets = Set.copyOf(new LinkedHashSet<>(from.charsets));
        modes = from.modes;
        filters = List.copyOf(from.filters);
        upstream = Optional.ofNullable(from.upstream);
        settings = Map.copyOf(new LinkedHashMap<>(from.settings));
    }

    /** A route that requires authentication and inspects bodies, unless more is said. */
    public static RoutePolicyBuilder builder(String id, RouteMatch match) {
        return new RoutePolicyBuilder(id, match);
    }

    /** Its name, unique in the policy. */
    public String id() {
        return id;
    }

    /** The requests that it admits. */
    public RouteMatch match() {
        return match;
    }

    /** Whether a caller has to say who it is. */
    public Authenticate authenticate() {
        return authenticate;
    }

    /** How bodies pass. */
    public BodyHandling body() {
        return body;
    }

    /** The most bytes of a request body, where the route has a limit of its own. */
    public OptionalInt bodyLimit() {
        return bodyLimit;
    }

    /** The charsets that an inspected body may have beyond UTF-8, US-ASCII and ISO-8859-1. */
    public Set<Charset> charsets() {
        return charsets;
    }

    /** How features run on this route, as far as the route says so. */
    public Modes modes() {
        return modes;
    }

    /** The custom filters, in order. */
    public List<FilterUse> filters() {
        return filters;
    }

    /** Where its requests go; empty in a host that has its own handlers. */
    public Optional<UpstreamPolicy> upstream() {
        return upstream;
    }

    /** What the route says under the key of a filter provider. */
    @SuppressWarnings("unchecked") // the builder and the key's shape put it there
    public <T> Optional<T> get(RouteKey<T> key) {
        return Optional.ofNullable((T) settings.get(key));
    }

    @Override
    public String toString() {
        return "RoutePolicy[" + id + "]";
    }
}
