package dev.portcullis.gateway.policy.spi;

import dev.portcullis.gateway.Key;
import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.policy.model.RoutePolicy;
import dev.portcullis.gateway.policy.shape.Place;
import java.util.function.Function;

/** How a filter was installed; each call changes that and returns the same. */
public interface InstalledFilter {
    /** How it runs on each route; {@link Mode#OFF} where it has nothing to do. */
    InstalledFilter mode(Function<? super RoutePolicy, Mode> onRoute);

    /** How it runs on every route, and before the route is known. */
    InstalledFilter mode(Mode everywhere);

    /** Lets it continue where a deferred verdict is late or failed and the filter says so. For limits alone. */
    InstalledFilter failingOpen();

    /** Says that it leaves a fact on the exchange that later filters may need. */
    InstalledFilter provides(Key<?> key);

    /**
     * Says that it needs a fact that an earlier filter leaves. A route that enforces it where that filter runs in shadow is
     * a mistake, because its facts are then dropped.
     */
    InstalledFilter needs(Key<?> key);

    /** Where mistakes about it are reported. */
    InstalledFilter at(Place place);
}
