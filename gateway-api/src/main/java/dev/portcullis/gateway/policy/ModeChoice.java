package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.policy.model.Feature;
import dev.portcullis.gateway.policy.model.GatewayPolicy;
import dev.portcullis.gateway.policy.model.Modes;
import dev.portcullis.gateway.policy.model.RoutePolicy;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says how features run, and remembers who asked: a mode that nobody asks for is a setting that nothing uses. */
final class ModeChoice {
    private final Modes defaults;
    private final Set<Feature> asked = EnumSet.noneOf(Feature.class);
    private final Map<String, Set<Feature>> askedOnRoute = new HashMap<>();

    ModeChoice(GatewayPolicy policy) {
        defaults = policy.modes();
    }

    Mode mode(Feature feature, RoutePolicy route) {
        return routeMode(feature, route).orElseGet(() -> defaultMode(feature));
    }

    Optional<Mode> routeMode(Feature feature, RoutePolicy route) {
        askedOnRoute
                .computeIfAbsent(route.id(), unused -> EnumSet.noneOf(Feature.class))
                .add(feature);
        return route.modes().of(feature);
    }

    Mode defaultMode(Feature feature) {
        asked.add(feature);
        return defaults.of(feature).orElse(Mode.ENFORCE);
    }

    boolean unused(Feature feature) {
        return defaults.of(feature).isPresent() && !asked.contains(feature);
    }

    boolean unused(Feature feature, RoutePolicy route) {
        return route.modes().of(feature).isPresent()
                && !askedOnRoute.getOrDefault(route.id(), Set.of()).contains(feature);
    }
}
