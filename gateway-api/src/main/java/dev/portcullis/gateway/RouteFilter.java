package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route, for {@link Stage#ROUTE}: what no route admits is refused, as {@code route.not_exposed} (404), or
 * {@code route.method_not_allowed} (405, with {@code Allow}) where only the method is wrong. Leaves {@link Route#KEY} and
 * {@link PathVariables#KEY}.
 */
public final class RouteFilter implements Filter {
    private static final String REQUESTED_METHOD = "Access-Control-Request-Method";

    private final RouteTable table;
    private final boolean preflights;

    private RouteFilter(RouteTable table, boolean preflights) {
        this.table = requireNonNull(table, "table");
        this.preflights = preflights;
    }

    /** A filter for these routes. A CORS preflight is a request like any other. */
    public static RouteFilter of(RouteTable table) {
        return new RouteFilter(table, false);
    }

    /**
     * A filter for these routes that finds, for a CORS preflight, the route of the request that it asks for. Only for a
     * pipeline in which a filter at {@link Stage#CORS} answers every preflight: whatever passes that stage goes on under
     * that route.
     */
    public static RouteFilter withPreflights(RouteTable table) {
        return new RouteFilter(table, true);
    }

    @Override
    public Verdict onRequest(Exchange exchange) {
        RequestHead head = exchange.request();
        Route route = preflights && isPreflight(head)
                ? routeAskedFor(head)
                : table.find(head).orElse(null);
        if (route == null) {
            return refuse(head);
        }
        exchange.put(Route.KEY, route);
        exchange.put(PathVariables.KEY, route.path().variables(head.path()));
        return Decision.CONTINUE;
    }

    /** Whether the request is a CORS preflight (Fetch, section 3.3.2). */
    public static boolean isPreflight(RequestHead head) {
        return head.method().equals("OPTIONS")
                && head.headers().contains("Origin")
                && head.headers().contains(REQUESTED_METHOD);
    }

    /** A preflight has none of the fields that the request itself will have, so no condition on them can decide. */
    private @Nullable Route routeAskedFor(RequestHead head) {
        return table.find(
                head.host(), head.path(), head.headers().first(REQUESTED_METHOD).orElse(""), null);
    }

    private Decision refuse(RequestHead head) {
        List<String> allowed = table.methods(head);
        if (allowed.isEmpty()) {
            return Decision.reject(Reason.NOT_EXPOSED, "route.not_exposed", "no route for this host and path");
        }
        return Decision.reject(Rejection.of(
                        Reason.METHOD_NOT_ALLOWED,
                        "route.method_not_allowed",
                        "the routes for this host and path admit " + allowed + " only")
                .withHeader("Allow", String.join(", ", allowed)));
    }

    @Override
    public String name() {
        return "route";
    }
}
