package dev.portcullis.gateway.policy;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Key;
import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.policy.model.RoutePolicy;
import dev.portcullis.gateway.policy.shape.Place;
import dev.portcullis.gateway.policy.spi.InstalledFilter;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A filter on its way into a gateway. */
final class Installed implements InstalledFilter {
    private final Stage stage;
    private final Installation.Placement placement;
    private final Filter filter;
    private Mode everywhere = Mode.ENFORCE;
    private @Nullable Function<? super RoutePolicy, Mode> onRoute;
    private boolean failsOpen;
    private final Set<Key<?>> provided = new LinkedHashSet<>();
    private final Set<Key<?>> needed = new LinkedHashSet<>();
    private @Nullable Place place;
    private final Map<String, Mode> modes = new HashMap<>();

    Installed(Stage stage, Installation.Placement placement, Filter filter) {
        this.stage = requireNonNull(stage, "stage");
        this.placement = placement;
        this.filter = requireNonNull(filter, "filter");
    }

    @Override
    public Installed mode(Function<? super RoutePolicy, Mode> route) {
        onRoute = requireNonNull(route, "route");
        return this;
    }

    @Override
    public Installed mode(Mode mode) {
        everywhere = requireNonNull(mode, "mode");
        onRoute = null;
        return this;
    }

    @Override
    public Installed failingOpen() {
        failsOpen = true;
        return this;
    }

    @Override
    public Installed provides(Key<?> key) {
        provided.add(requireNonNull(key, "key"));
        return this;
    }

    @Override
    public Installed needs(Key<?> key) {
        needed.add(requireNonNull(key, "key"));
        return this;
    }

    @Override
    public Installed at(Place where) {
        place = requireNonNull(where, "where");
        return this;
    }

    String name() {
        return filter.name();
    }

    Set<Key<?>> needed() {
        return needed;
    }

    boolean provides(Key<?> key, RoutePolicy route, Mode mode) {
        return provided.contains(key) && modeOn(route) == mode;
    }

    /** Asks once how it runs on each route. */
    void settle(List<RoutePolicy> routes) {
        for (RoutePolicy route : routes) {
            modes.put(
                    route.id(),
                    onRoute == null ? everywhere : requireNonNull(onRoute.apply(route), () -> "the mode of " + name()));
        }
    }

    Mode modeOn(RoutePolicy route) {
        return modes.getOrDefault(route.id(), everywhere);
    }

    @Nullable
    Place place() {
        return place;
    }

    /** What the gateway installs; {@code null} where it would never be called. */
    @Nullable
    Installation installation(List<RoutePolicy> routes) {
        Map<String, Mode> others = new HashMap<>();
        boolean called = stage == Stage.AUDIT || everywhere != Mode.OFF && onRoute == null;
        for (RoutePolicy route : routes) {
            Mode mode = modeOn(route);
            called |= mode != Mode.OFF;
            if (mode != everywhere) {
                others.put(route.id(), mode);
            }
        }
        return called ? new Installation(stage, placement, filter, everywhere, others, failsOpen) : null;
    }
}
