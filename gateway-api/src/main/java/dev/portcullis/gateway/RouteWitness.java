package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks for a request that a route wins. Where a template leaves a choice, the witness takes text that stands in no other
 * template, which the fewest other routes match; so where none of the witnesses is won, no request is.
 */
final class RouteWitness {
    private static final String NOWHERE_ELSE = "\u0000";

    private final RouteTable table;
    private final int depth;

    RouteWitness(RouteTable table) {
        this.table = table;
        int deepest = 0;
        for (Route route : table.routes()) {
            deepest = Math.max(deepest, route.path().segments().size());
        }
        depth = deepest + 1;
    }

    void requireReachable(Route route) {
        Set<String> winners = new TreeSet<>();
        Headers headers = headers(route);
        List<String> hosts = route.hosts().isEmpty() ? List.of(NOWHERE_ELSE) : route.hosts();
        List<String> methods = route.anyMethod() ? List.of(NOWHERE_ELSE) : route.methods();
        for (String path : paths(route.path())) {
            for (String host : hosts) {
                String name = host.startsWith("*") ? NOWHERE_ELSE + host.substring(1) : host;
                for (String method : methods) {
                    Route winner =
                            requireNonNull(table.find(name, path, method, headers), "a route for its own witness");
                    if (winner == route) {
                        return;
                    }
                    winners.add(winner.id());
                }
            }
        }
        throw new UnreachableRouteException(route, winners);
    }

    private static Headers headers(Route route) {
        Headers.Builder headers = Headers.builder(route.conditions());
        for (Route.HeaderMatch match : route.headers()) {
            headers.add(match.name(), match.value());
        }
        return (route.isGrpc() ? headers.add("Content-Type", "application/grpc") : headers).build();
    }

    private List<String> paths(PathTemplate template) {
        StringBuilder path = new StringBuilder();
        for (PathTemplate.Segment segment : template.segments()) {
            String literal = segment.literal();
            path.append('/').append(literal == null ? NOWHERE_ELSE : literal.replace("%", "%25"));
        }
        List<String> paths = new ArrayList<>();
        if (path.length() > 0) {
            paths.add(path.toString());
        }
        if (template.isOpen()) {
            for (int segments = template.segments().size(); segments <= depth; segments++) {
                paths.add(path + "/");
                paths.add(path.append('/').append(NOWHERE_ELSE).toString());
            }
        }
        return paths;
    }
}
