package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What of a service is exposed, and under which terms. A request that no route admits is not exposed: 404, or 405 where only
 * the method is wrong. Immutable and thread-safe; {@link RouteTable} says which route wins.
 *
 * <pre>{@code
 * Route.builder("read-order").hosts("api.example").methods("GET").path("/orders/{id}").build();
 * }</pre>
 */
public final class Route {
    /** The route of the exchange, left by the route filter; present for every later filter. */
    public static final Key<Route> KEY = Key.of("route", Route.class);

    /** Whether a caller has to say who it is. */
    public enum Authentication {
        /** A request without a valid credential is refused. */
        REQUIRED,
        /** A request without a credential is anonymous; a bad credential is still refused. */
        OPTIONAL,
        /** Credentials are not looked at. */
        NONE
    }

    /** How bodies pass. */
    public enum BodyMode {
        /** Bodies are collected and inspected where a filter asks for it. */
        INSPECT,
        /** Bodies of request and response stream through uninspected. */
        STREAM
    }

    /**
     * A condition on a field: present in exactly one line, with exactly this value.
     *
     * @param name the field name, compared without case
     * @param value the whole value, compared with case
     */
    public record HeaderMatch(String name, String value) {
        /** Checks that a request can have such a field. */
        public HeaderMatch {
            RouteSyntax.requireToken(name, "a header name");
            RouteSyntax.requireFieldValue(name, value);
        }

        boolean holds(Headers headers) {
            int i = headers.indexOf(name, 0);
            return i >= 0 && headers.value(i).equals(value) && headers.indexOf(name, i + 1) < 0;
        }
    }

    private final String id;
    private final List<String> hosts;
    private final List<String> methods;
    private final boolean anyMethod;
    private final PathTemplate path;
    private final List<HeaderMatch> headers;
    private final boolean grpc;
    private final Authentication authentication;
    private final BodyMode body;
    private final OptionalInt bodyLimit;
    private final Set<Charset> charsets;
    private final Map<Key<?>, Object> attributes;

    Route(RouteBuilder from, PathTemplate path) {
        id = from.id;
        hosts = List.copyOf(from.hosts);
        methods = List.copyOf(from.methods);
        anyMethod = from.anyMethod;
        this.path = path;
        headers = List.copyOf(from.headers);
        grpc = from.grpc;
        authentication = from.authentication;
        body = from.body;
        bodyLimit = from.bodyLimit;
        charsets = Set.copyOf(from.charsets);
        attributes = Map.copyOf(from.attributes);
    }

    /**
     * A route under construction.
     *
     * @param id unique in its table; stands in logs, audit and metrics
     * @throws IllegalArgumentException if the id is not made of letters, digits, '-', '_' and '.'
     */
    public static RouteBuilder builder(String id) {
        return new RouteBuilder(id);
    }

    /** The name of the route, unique in its table. */
    public String id() {
        return id;
    }

    /** The hosts it serves, lower case, possibly with a first label {@code *}; empty for all. */
    public List<String> hosts() {
        return hosts;
    }

    /** The methods it admits, HEAD included where GET is; empty where it admits every method. */
    public List<String> methods() {
        return methods;
    }

    /** Whether the method is admitted; methods are case-sensitive. */
    public boolean admits(String method) {
        return anyMethod || methods.contains(method);
    }

    /** The paths it serves. */
    public PathTemplate path() {
        return path;
    }

    /** The field conditions, all of which must hold. */
    public List<HeaderMatch> headers() {
        return headers;
    }

    /** Whether it serves gRPC: requests whose content type is {@code application/grpc} or one of its subtypes. */
    public boolean isGrpc() {
        return grpc;
    }

    /** Whether a caller has to say who it is. */
    public Authentication authentication() {
        return authentication;
    }

    /** How bodies pass. */
    public BodyMode body() {
        return body;
    }

    /** Whether the bodies of request and response stream through uninspected. */
    public boolean isStream() {
        return body == BodyMode.STREAM;
    }

    /** The most bytes that a request body may have, where the route has a limit of its own. */
    public OptionalInt bodyLimit() {
        return bodyLimit;
    }

    /** The charsets that an inspected body may have beyond UTF-8, US-ASCII and ISO-8859-1. */
    public Set<Charset> charsets() {
        return charsets;
    }

    /** What a feature keeps with the route, such as its authorization rule. */
    public <T> Optional<T> get(Key<T> key) {
        return Optional.ofNullable(attributes.get(requireNonNull(key, "key"))).map(key.type()::cast);
    }

    boolean anyMethod() {
        return anyMethod;
    }

    /** How many conditions it has beyond host, path and method. */
    int conditions() {
        return headers.size() + (grpc ? 1 : 0);
    }

    /** Whether the conditions beyond host, path and method hold. */
    boolean conditionsHold(Headers fields) {
        for (int i = 0; i < headers.size(); i++) {
            if (!headers.get(i).holds(fields)) {
                return false;
            }
        }
        return !grpc || RouteSyntax.isGrpc(fields);
    }

    /** Whether a request can meet the conditions of both. */
    boolean conditionsOverlap(Route other) {
        for (HeaderMatch mine : headers) {
            for (HeaderMatch theirs : other.headers) {
                if (mine.name.equalsIgnoreCase(theirs.name) && !mine.value.equals(theirs.value)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The id. */
    @Override
    public String toString() {
        return "Route[" + id + "]";
    }
}
