package dev.portcullis.gateway.policy.model;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the parts of one {@link GatewayPolicy}. Not thread-safe. */
public final class GatewayPolicyBuilder {
    final Metadata metadata;
    final List<RoutePolicy> routes = new ArrayList<>();
    Modes modes = Modes.NONE;

    @Nullable
    Admin admin;

    final Map<Section<?>, Object> sections = new LinkedHashMap<>();

    GatewayPolicyBuilder(Metadata metadata) {
        this.metadata = requireNonNull(metadata, "metadata");
    }

    /** Exposes what the route admits. */
    public GatewayPolicyBuilder route(RoutePolicy route) {
        routes.add(requireNonNull(route, "route"));
        return this;
    }

    /** How features run where no route says otherwise. */
    public GatewayPolicyBuilder modes(Modes how) {
        modes = requireNonNull(how, "how");
        return this;
    }

    /** Where health and metrics are served. */
    public GatewayPolicyBuilder admin(Admin where) {
        admin = requireNonNull(where, "where");
        return this;
    }

    /** A section of a filter provider. */
    public <T> GatewayPolicyBuilder with(Section<T> section, T value) {
        sections.put(requireNonNull(section, "section"), requireNonNull(value, "value"));
        return this;
    }

    /** The policy. */
    public GatewayPolicy build() {
        return new GatewayPolicy(this);
    }
}
