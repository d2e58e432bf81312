package dev.portcullis.gateway.policy.model;

import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.PathRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A whole policy. Immutable; {@link #builder} makes one in Java, a document makes the same.
 */
public final class GatewayPolicy {
    private final Metadata metadata;
    private final List<RoutePolicy> routes;
    private final Limits limits;
    private final PathRules paths;
    private final Optional<ClientAddressPolicy> clientAddress;
    private final HeadersPolicy headers;
    private final Modes modes;
    private final Optional<Admin> admin;
    private final Map<Section<?>, Object> sections;

    GatewayPolicy(GatewayPolicyBuilder from) {
        metadata = from.metadata;
        routes = List.copyOf(from.routes);
        limits = from.limits;
        paths = from.paths;
        clientAddress = Optional.ofNullable(from.clientAddress);
        headers = from.headers;
        modes = from.modes;
        admin = Optional.ofNullable(from.admin);
        sections = Map.copyOf(from.sections);
    }

    /** A policy without routes, with the defaults of a document. */
    public static GatewayPolicyBuilder builder(String name, String version) {
        return new GatewayPolicyBuilder(new Metadata(name, version));
    }

    /** A policy without routes, with the defaults of a document. */
    public static GatewayPolicyBuilder builder(Metadata metadata) {
        return new GatewayPolicyBuilder(metadata);
    }

    /** Its name and version. */
    public Metadata metadata() {
        return metadata;
    }

    /** What is exposed. */
    public List<RoutePolicy> routes() {
        return routes;
    }

    /** The bounds of everything that a client can make the gateway hold. */
    public Limits limits() {
        return limits;
    }

    /** Which spellings of a path are refused. */
    public PathRules paths() {
        return paths;
    }

    /** Whose word is taken for who asks; empty where the client is the transport peer. */
    public Optional<ClientAddressPolicy> clientAddress() {
        return clientAddress;
    }

    /** What is written to, and removed from, requests and responses. */
    public HeadersPolicy headers() {
        return headers;
    }

    /** How features run where no route says otherwise. */
    public Modes modes() {
        return modes;
    }

    /** Where health and metrics are served. */
    public Optional<Admin> admin() {
        return admin;
    }

    /** The value of a provider's section. */
    @SuppressWarnings("unchecked") // the builder and the section's shape put it there
    public <T> Optional<T> get(Section<T> section) {
        return Optional.ofNullable((T) sections.get(section));
    }

    /** The names of the providers' sections that it has. */
    public Set<String> sectionNames() {
        Set<String> names = new TreeSet<>();
        sections.keySet().forEach(section -> names.add(section.name()));
        return names;
    }

    @Override
    public String toString() {
        return "GatewayPolicy[" + metadata + "]";
    }
}
