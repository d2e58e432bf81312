package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The filters in their final order, with everything that can be known before a request comes: names, and the modes for each
 * route that has any of its own. Immutable.
 */
final class Plan {
    private final Filter[] filters;
    private final String[] names;
    private final boolean[] failsOpen;
    private final Mode[] defaults;
    private final Map<String, Mode[]> byRoute;
    private final int afterRoute;

    private Plan(List<Installation> ordered) {
        int n = ordered.size();
        filters = new Filter[n];
        names = new String[n];
        failsOpen = new boolean[n];
        defaults = new Mode[n];
        byRoute = new HashMap<>();
        int firstAfterRoute = n;
        for (int i = 0; i < n; i++) {
            Installation installation = ordered.get(i);
            filters[i] = installation.filter();
            names[i] = name(installation.filter());
            failsOpen[i] = installation.failsOpen();
            defaults[i] = installation.mode();
            if (knowsRoute(installation)) {
                firstAfterRoute = Math.min(firstAfterRoute, i);
            }
        }
        afterRoute = firstAfterRoute;
        for (int i = afterRoute; i < n; i++) {
            for (Map.Entry<String, Mode> entry : ordered.get(i).routeModes().entrySet()) {
                byRoute.computeIfAbsent(entry.getKey(), id -> defaults.clone())[i] = entry.getValue();
            }
        }
    }

    /** Puts the filters in the order of stages, and within a stage of installation. */
    static Plan of(List<Installation> installations) {
        List<Installation> ordered = new ArrayList<>(installations);
        ordered.sort(Comparator.comparing(Installation::stage).thenComparing(Installation::placement)); // stable
        return new Plan(ordered);
    }

    private static boolean knowsRoute(Installation installation) {
        int place = installation.stage().compareTo(Stage.ROUTE);
        return place > 0 || (place == 0 && installation.placement() == Installation.Placement.AFTER);
    }

    private static String name(Filter filter) {
        String name = filter.name();
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException(filter.getClass().getName() + ".name(): must not be empty");
        }
        return name;
    }

    int size() {
        return filters.length;
    }

    Filter filter(int i) {
        return filters[i];
    }

    String name(int i) {
        return names[i];
    }

    boolean failsOpen(int i) {
        return failsOpen[i];
    }

    /** The first filter that runs when the route is known. */
    int afterRoute() {
        return afterRoute;
    }

    Mode[] defaults() {
        return defaults;
    }

    Mode[] modes(@Nullable Route route) {
        if (route == null || byRoute.isEmpty()) {
            return defaults;
        }
        return byRoute.getOrDefault(route.id(), defaults);
    }
}
