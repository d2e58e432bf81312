package dev.portcullis.gateway;

import java.util.Set;

/** Every request that a route matches is won by more specific routes, so its terms would never hold. */
public final class UnreachableRouteException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String id;

    UnreachableRouteException(Route route, Set<String> winners) {
        super("the route " + route.id() + " (" + route.path() + ") is never chosen: the more specific routes "
                + String.join(", ", winners) + " match all of its requests; remove it or narrow one of them");
        id = route.id();
    }

    /** The id of the route that is never chosen. */
    public String id() {
        return id;
    }
}
