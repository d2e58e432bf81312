package dev.portcullis.gateway.policy.model;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.PathRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the parts of one {@link GatewayPolicy}. Not thread-safe. */
public final class GatewayPolicyBuilder {
    final Metadata metadata;
    final List<RoutePolicy> routes = new ArrayList<>();
    Limits limits = Limits.DEFAULTS;
    PathRules paths = PathRules.STRICT;

    @Nullable
    ClientAddressPolicy clientAddress;

    HeadersPolicy headers = HeadersPolicy.DEFAULTS;
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

    /** The bounds of everything that a client can make the gateway hold. */
    public GatewayPolicyBuilder limits(Limits bounds) {
        limits = requireNonNull(bounds, "bounds");
        return this;
    }

    /** Which spellings of a path are refused. */
    public GatewayPolicyBuilder paths(PathRules rules) {
        paths = requireNonNull(rules, "rules");
        return this;
    }

    /** Whose word is taken for who asks. */
    public GatewayPolicyBuilder clientAddress(ClientAddressPolicy trust) {
        clientAddress = requireNonNull(trust, "trust");
        return this;
    }

    /** What is written to, and removed from, requests and responses. */
    public GatewayPolicyBuilder headers(HeadersPolicy hygiene) {
        headers = requireNonNull(hygiene, "hygiene");
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
