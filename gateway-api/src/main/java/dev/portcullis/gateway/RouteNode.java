package dev.portcullis.gateway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A place in the tree of path segments, with the routes whose templates end there. Immutable once its table is built. */
final class RouteNode {
    private static final Comparator<Route> MOST_SPECIFIC_FIRST =
            Comparator.comparingInt(Route::conditions).reversed().thenComparing(Route::anyMethod);

    private final Map<String, RouteNode> building = new HashMap<>();
    private SegmentMap<RouteNode> literals = SegmentMap.empty();
    private @Nullable RouteNode variable;
    private Route[] here = {};
    private Route[] open = {};

    /** Adds the route below this root. */
    void add(Route route) {
        RouteNode node = this;
        for (PathTemplate.Segment segment : route.path().segments()) {
            String literal = segment.literal();
            if (literal != null) {
                node = node.building.computeIfAbsent(literal, absent -> new RouteNode());
            } else {
                RouteNode next = node.variable == null ? new RouteNode() : node.variable;
                node.variable = next;
                node = next;
            }
        }
        if (route.path().isOpen()) {
            node.open = plus(node.open, route);
        } else {
            node.here = plus(node.here, route);
        }
    }

    /** Makes the tree ready for look-ups. */
    void freeze() {
        literals = SegmentMap.of(building);
        building.values().forEach(RouteNode::freeze);
        if (variable != null) {
            variable.freeze();
        }
    }

    /**
     * The most specific route for the path from {@code from} on, or {@code null}.
     *
     * @param headers the fields, or {@code null} to take all conditions on them for met
     */
    @Nullable
    Route find(String path, int from, String method, @Nullable Headers headers) {
        if (from > path.length()) {
            Route route = first(here, method, headers);
            return route != null ? route : first(open, method, headers);
        }
        int to = PathTemplate.segmentEnd(path, from);
        RouteNode literal = literals.get(path, from, to);
        if (literal != null) {
            Route route = literal.find(path, to + 1, method, headers);
            if (route != null) {
                return route;
            }
        }
        if (variable != null && to > from) {
            Route route = variable.find(path, to + 1, method, headers);
            if (route != null) {
                return route;
            }
        }
        return first(open, method, headers);
    }

    /** Collects the methods that some route admits on the path. */
    void methods(String path, int from, Headers headers, Set<String> into) {
        if (from > path.length()) {
            collect(here, headers, into);
        } else {
            int to = PathTemplate.segmentEnd(path, from);
            RouteNode literal = literals.get(path, from, to);
            if (literal != null) {
                literal.methods(path, to + 1, headers, into);
            }
            if (variable != null && to > from) {
                variable.methods(path, to + 1, headers, into);
            }
        }
        collect(open, headers, into);
    }

    private static @Nullable Route first(Route[] routes, String method, @Nullable Headers headers) {
        for (Route route : routes) {
            if (route.admits(method) && (headers == null || route.conditionsHold(headers))) {
                return route;
            }
        }
        return null;
    }

    private static void collect(Route[] routes, Headers headers, Set<String> into) {
        for (Route route : routes) {
            if (route.conditionsHold(headers)) {
                into.addAll(route.methods());
            }
        }
    }

    private static Route[] plus(Route[] routes, Route route) {
        for (Route other : routes) {
            if (other.conditions() == route.conditions()
                    && other.anyMethod() == route.anyMethod()
                    && methodsOverlap(other, route)
                    && other.conditionsOverlap(route)) {
                throw new AmbiguousRoutesException(other, route);
            }
        }
        List<Route> all = new ArrayList<>(List.of(routes));
        all.add(route);
        all.sort(MOST_SPECIFIC_FIRST);
        return all.toArray(Route[]::new);
    }

    private static boolean methodsOverlap(Route one, Route other) {
        if (one.anyMethod()) {
            return true;
        }
        for (String method : one.methods()) {
            if (other.methods().contains(method)) {
                return true;
            }
        }
        return false;
    }
}
