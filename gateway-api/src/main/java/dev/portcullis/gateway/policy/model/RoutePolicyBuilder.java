package dev.portcullis.gateway.policy.model;

import static java.util.Objects.requireNonNull;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the terms of one {@link RoutePolicy}. Not thread-safe. */
public final class RoutePolicyBuilder {
    final String id;
    final RouteMatch match;
    Authenticate authenticate = Authenticate.REQUIRED;
    BodyHandling body = BodyHandling.INSPECT;
    OptionalInt bodyLimit = OptionalInt.empty();
    final Set<Charset> charsets = new LinkedHashSet<>();
    Modes modes = Modes.NONE;
    final List<FilterUse> filters = new ArrayList<>();

    @Nullable
    UpstreamPolicy upstream;

    final Map<RouteKey<?>, Object> settings = new LinkedHashMap<>();

    RoutePolicyBuilder(String id, RouteMatch match) {
        this.id = requireNonNull(id, "id");
        this.match = requireNonNull(match, "match");
    }

    /** Whether a caller has to say who it is. */
    public RoutePolicyBuilder authenticate(Authenticate how) {
        authenticate = requireNonNull(how, "how");
        return this;
    }

    /** How bodies pass. */
    public RoutePolicyBuilder body(BodyHandling how) {
        body = requireNonNull(how, "how");
        return this;
    }

    /** Limits request bodies in place of the gateway's own limit, in bytes. */
    public RoutePolicyBuilder bodyLimit(int bytes) {
        bodyLimit = OptionalInt.of(bytes);
        return this;
    }

    /** Allows a charset on inspected bodies beyond UTF-8, US-ASCII and ISO-8859-1. */
    public RoutePolicyBuilder allowCharset(Charset charset) {
        charsets.add(requireNonNull(charset, "charset"));
        return this;
    }

    /** How features run on this route. */
    public RoutePolicyBuilder modes(Modes how) {
        modes = requireNonNull(how, "how");
        return this;
    }

    /** Adds a custom filter. */
    public RoutePolicyBuilder filter(FilterUse filter) {
        filters.add(requireNonNull(filter, "filter"));
        return this;
    }

    /** Where requests go. */
    public RoutePolicyBuilder upstream(UpstreamPolicy where) {
        upstream = requireNonNull(where, "where");
        return this;
    }

    /** What the route says under the key of a filter provider. */
    public <T> RoutePolicyBuilder with(RouteKey<T> key, T value) {
        settings.put(requireNonNull(key, "key"), requireNonNull(value, "value"));
        return this;
    }

    /** The route. */
    public RoutePolicy build() {
        return new RoutePolicy(this);
    }
}
