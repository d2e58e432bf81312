package dev.portcullis.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Is told how each exchange of a gateway ended, once, after the filters' own observers; those that were refused before the
 * first filter are told too. Thread-safe. Must not block; what it throws is logged and dropped.
 */
@FunctionalInterface
public interface OutcomeObserver {
    /**
     * An exchange is over.
     *
     * @param outcome how it ended, with the runs of its filters
     * @param route the route that admitted it, or {@code null}
     */
    void ended(Outcome outcome, @Nullable Route route);
}
