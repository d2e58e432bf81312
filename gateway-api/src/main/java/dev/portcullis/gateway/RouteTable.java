package dev.portcullis.gateway;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All routes of a gateway, compiled. The most specific route that matches a request wins, whatever their order:
 *
 * <ol>
 *   <li>a route that names the host, then one that names it with {@code *}, then one for every host;
 *   <li>the path, segment by segment from the left: a literal, then a {@code {variable}}, then {@code /**};
 *   <li>the route with more conditions on header fields;
 *   <li>a route that names the method, then one for every method.
 * </ol>
 *
 * <p>Two routes that are equal in all four and that one request can match are an error when the table is built. So is a
 * route that never wins, as {@code /docs/**} beside {@code /docs}, {@code /docs/} and {@code /docs/{page}/**}. A look-up depends on the segments of the path and on how many templates
 * overlap there, not on the number of routes. Immutable and thread-safe.
 */
public final class RouteTable {
    private final List<Route> routes;
    private final Map<String, RouteNode> hosts = new HashMap<>();
    private final Map<String, RouteNode> parents = new HashMap<>(); // "example" for "*.example"
    private final RouteNode anyHost = new RouteNode();

    private RouteTable(Collection<Route> routes) {
        this.routes = List.copyOf(routes);
        Set<String> ids = new HashSet<>();
        for (Route route : this.routes) {
            if (!ids.add(route.id())) {
                throw new IllegalArgumentException("there are two routes with the id " + route.id());
            }
            if (route.hosts().isEmpty()) {
                anyHost.add(route);
            }
            for (String host : route.hosts()) {
                RouteNode root = host.startsWith("*.")
                        ? parents.computeIfAbsent(host.substring(2), absent -> new RouteNode())
                        : hosts.computeIfAbsent(host, absent -> new RouteNode());
                root.add(route);
            }
        }
        hosts.values().forEach(RouteNode::freeze);
        parents.values().forEach(RouteNode::freeze);
        anyHost.freeze();
    }

    private void requireReachable() {
        RouteWitness witness = new RouteWitness(this);
        for (Route route : routes) {
            witness.requireReachable(route);
        }
    }

    /**
     * Compiles the routes.
     *
     * @throws AmbiguousRoutesException if two of them match the same requests equally well
     * @throws UnreachableRouteException if more specific ones match every request that one of them matches
     * @throws IllegalArgumentException if two of them have the same id
     */
    public static RouteTable of(Collection<Route> routes) {
        RouteTable table = new RouteTable(routes);
        table.requireReachable();
        return table;
    }

    /** The routes in the order given. */
    public List<Route> routes() {
        return routes;
    }

    /** The route of the request; empty where it is not exposed. */
    public Optional<Route> find(RequestHead head) {
        return Optional.ofNullable(find(head.host(), head.path(), head.method(), head.headers()));
    }

    /**
     * The route that a request would have, or {@code null}.
     *
     * @param headers the fields, or {@code null} to take all conditions on them for met
     */
    @Nullable
    Route find(String host, String path, String method, @Nullable Headers headers) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            return null; // "*" and the authority of CONNECT are no paths
        }
        RouteNode root = hosts.get(host);
        Route route = root == null ? null : root.find(path, 1, method, headers);
        if (route != null) {
            return route;
        }
        root = parent(host);
        route = root == null ? null : root.find(path, 1, method, headers);
        return route != null ? route : anyHost.find(path, 1, method, headers);
    }

    /** The methods with which the request would be exposed, sorted; empty where it would be with none. */
    public List<String> methods(RequestHead head) {
        String path = head.path();
        if (path.isEmpty() || path.charAt(0) != '/') {
            return List.of();
        }
        Set<String> methods = new TreeSet<>();
        for (RouteNode root : roots(head.host())) {
            root.methods(path, 1, head.headers(), methods);
        }
        return List.copyOf(methods);
    }

    private List<RouteNode> roots(String host) {
        List<RouteNode> roots = new ArrayList<>(3);
        RouteNode exact = hosts.get(host);
        if (exact != null) {
            roots.add(exact);
        }
        RouteNode parent = parent(host);
        if (parent != null) {
            roots.add(parent);
        }
        roots.add(anyHost);
        return roots;
    }

    private @Nullable RouteNode parent(String host) {
        if (parents.isEmpty()) {
            return null;
        }
        int dot = host.indexOf('.');
        return dot <= 0 ? null : parents.get(host.substring(dot + 1));
    }
}
