package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;

/**
 * Where and how one filter runs in a {@link Gateway}. Filters run in the order of their stages, and within a stage in the
 * order of installation.
 *
 * @param stage the place in the pipeline
 * @param placement in the stage itself, or, for an application's own filter, right before or after it
 * @param filter the filter
 * @param mode how it runs where no route says otherwise. Authentication and authorization cannot be off.
 * @param routeModes how it runs on a route, by route id; without effect on what runs before the route is known
 * @param failsOpen whether a deferred verdict that is late or fails may count as {@link Decision#CONTINUE} where the filter
 *     says so. Only limits and an application's own filters may. An exception is 503 in any case.
 */
public record Installation(
        Stage stage, Placement placement, Filter filter, Mode mode, Map<String, Mode> routeModes, boolean failsOpen) {
    /** A filter's place relative to a stage. */
    public enum Placement {
        /** Before everything in the stage. */
        BEFORE,
        /** In the stage. */
        WITHIN,
        /** After everything in the stage. */
        AFTER
    }

    /** Checks that what decides about access can neither be switched off nor fail open. */
    public Installation {
        requireNonNull(stage, "stage");
        requireNonNull(placement, "placement");
        requireNonNull(filter, "filter");
        requireNonNull(mode, "mode");
        routeModes = Map.copyOf(routeModes);
        if (placement == Placement.WITHIN) {
            boolean access = stage == Stage.AUTHENTICATION || stage == Stage.AUTHORIZATION;
            if (access && (mode == Mode.OFF || routeModes.containsValue(Mode.OFF))) {
                throw new IllegalArgumentException(stage + " cannot be off; on an open route it has nothing to ask");
            }
            if (failsOpen && !mayFailOpen(stage)) {
                throw new IllegalArgumentException(
                        stage + " cannot fail open; only limits and an application's own filters may");
            }
        }
    }

    /** A filter in a stage, as the five things that usually matter. */
    public Installation(Stage stage, Filter filter, Mode mode, Map<String, Mode> routeModes, boolean failsOpen) {
        this(stage, Placement.WITHIN, filter, mode, routeModes, failsOpen);
    }

    /** A filter in a stage, enforced everywhere, failing closed. */
    public static Installation of(Stage stage, Filter filter) {
        return new Installation(stage, Placement.WITHIN, filter, Mode.ENFORCE, Map.of(), false);
    }

    /** An application's own filter right before a stage, enforced everywhere, failing closed. */
    public static Installation before(Stage stage, Filter filter) {
        return new Installation(stage, Placement.BEFORE, filter, Mode.ENFORCE, Map.of(), false);
    }

    /** An application's own filter right after a stage, enforced everywhere, failing closed. */
    public static Installation after(Stage stage, Filter filter) {
        return new Installation(stage, Placement.AFTER, filter, Mode.ENFORCE, Map.of(), false);
    }

    /** The same in another mode. */
    public Installation withMode(Mode other) {
        return new Installation(stage, placement, filter, other, routeModes, failsOpen);
    }

    /** The same with a mode of its own on one route. */
    public Installation withRouteMode(String routeId, Mode other) {
        Map<String, Mode> more = new HashMap<>(routeModes);
        more.put(routeId, other);
        return new Installation(stage, placement, filter, mode, more, failsOpen);
    }

    /** The same, taking {@link Decision#CONTINUE} for a deferred verdict that is late or fails where the filter says so. */
    public Installation failingOpen() {
        return new Installation(stage, placement, filter, mode, routeModes, true);
    }

    private static boolean mayFailOpen(Stage stage) {
        return stage == Stage.CUSTOM || stage == Stage.LIMIT_BY_ADDRESS || stage == Stage.LIMIT_BY_PRINCIPAL;
    }
}
