package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects the terms of one {@link Route}. Only the path is required; without more the route serves GET and HEAD on every
 * host, requires authentication and has its bodies inspected. Not thread-safe.
 */
public final class RouteBuilder {
    final String id;
    final Set<String> hosts = new LinkedHashSet<>();
    final Set<String> methods = new LinkedHashSet<>();
    boolean anyMethod;
    final List<Route.HeaderMatch> headers = new ArrayList<>();
    boolean grpc;
    Route.Authentication authentication = Route.Authentication.REQUIRED;
    Route.BodyMode body = Route.BodyMode.INSPECT;
    OptionalInt bodyLimit = OptionalInt.empty();
    final Set<Charset> charsets = new LinkedHashSet<>();
    final Map<Key<?>, Object> attributes = new HashMap<>();
    private @Nullable PathTemplate path;

    RouteBuilder(String id) {
        RouteSyntax.requireId(requireNonNull(id, "id"));
        this.id = id;
    }

    /**
     * Serves these hosts only. {@code *.api.example} stands for every host with exactly one label more. An IPv6 address is
     * written in brackets.
     *
     * @throws IllegalArgumentException for a host that no request can name
     */
    public RouteBuilder hosts(String... names) {
        for (String name : names) {
            hosts.add(RouteSyntax.host(name));
        }
        return this;
    }

    /**
     * Admits these methods, which are case-sensitive; GET brings HEAD. {@code *} admits every method.
     *
     * @throws IllegalArgumentException for what is no method name, and for {@code *} beside others
     */
    public RouteBuilder methods(String... names) {
        for (String name : names) {
            RouteSyntax.requireToken(name, "a method");
            if (name.equals("*")) {
                anyMethod = true;
            } else {
                methods.add(name);
            }
        }
        if (anyMethod && !methods.isEmpty()) {
            throw new IllegalArgumentException("route " + id + ": the method * already admits every other");
        }
        return this;
    }

    /**
     * Serves the paths of this template; see {@link PathTemplate}.
     *
     * @throws IllegalArgumentException if it is no template
     */
    public RouteBuilder path(String template) {
        return path(PathTemplate.parse(template));
    }

    /** Serves the paths of this template. */
    public RouteBuilder path(PathTemplate template) {
        if (path != null) {
            throw new IllegalArgumentException("route " + id + ": a route has one path; it has " + path + " already");
        }
        path = requireNonNull(template, "template");
        return this;
    }

    /**
     * Serves a gRPC service or one of its methods, in place of a path and methods: POST to its path with a content type of
     * gRPC.
     *
     * @param service such as {@code shop.v1.Orders} or {@code shop.v1.Orders/Get}
     */
    public RouteBuilder grpc(String service) {
        grpc = true;
        return path(RouteSyntax.grpcPath(service));
    }

    /**
     * Serves only requests with exactly one line of this field and exactly this value.
     *
     * @throws IllegalArgumentException if no request can have that, or the field has a condition already
     */
    public RouteBuilder header(String name, String value) {
        for (Route.HeaderMatch match : headers) {
            if (match.name().equalsIgnoreCase(name)) {
                throw new IllegalArgumentException("route " + id + ": the header " + name + " has a condition already");
            }
        }
        headers.add(new Route.HeaderMatch(name, value));
        return this;
    }

    /** Whether a caller has to say who it is; required unless this says otherwise. */
    public RouteBuilder authentication(Route.Authentication how) {
        authentication = requireNonNull(how, "how");
        return this;
    }

    /** How bodies pass; inspected unless this says otherwise. */
    public RouteBuilder body(Route.BodyMode how) {
        body = requireNonNull(how, "how");
        return this;
    }

    /**
     * Limits request bodies, in place of the gateway's own limit.
     *
     * @param bytes the most bytes; not negative
     */
    public RouteBuilder bodyLimit(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("route " + id + ": a body limit must not be negative, got " + bytes);
        }
        bodyLimit = OptionalInt.of(bytes);
        return this;
    }

    /** Allows a charset on inspected bodies beyond UTF-8, US-ASCII and ISO-8859-1; it is decoded before inspection. */
    public RouteBuilder allowCharset(Charset charset) {
        charsets.add(requireNonNull(charset, "charset"));
        return this;
    }

    /** Keeps what a feature needs to know with the route; see {@link Route#get}. */
    public <T> RouteBuilder with(Key<T> key, T value) {
        attributes.put(requireNonNull(key, "key"), requireNonNull(value, "value"));
        return this;
    }

    /**
     * The route.
     *
     * @throws IllegalArgumentException if it has no path, or a gRPC route has methods
     */
    public Route build() {
        if (path == null) {
            throw new IllegalArgumentException("route " + id + ": a path is missing");
        }
        if (grpc) {
            if (anyMethod || (!methods.isEmpty() && !methods.equals(Set.of("POST")))) {
                throw new IllegalArgumentException("route " + id + ": gRPC has no method but POST");
            }
            methods.add("POST");
        } else if (methods.isEmpty() && !anyMethod) {
            methods.add("GET");
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return new Route(this, path);
    }
}
