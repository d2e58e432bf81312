package dev.portcullis.gateway.policy.model;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Mode;

/**
 * A custom filter on a route.
 *
 * @param name what a filter provider calls it
 * @param mode how it runs
 * @param onFailure what its late or failed decision means
 * @param settings of the type that the provider's filter takes
 */
public record FilterUse(String name, Mode mode, OnFailure onFailure, Object settings) {
    /** Checks that all is there. */
    public FilterUse {
        requireNonNull(name, "name");
        requireNonNull(mode, "mode");
        requireNonNull(onFailure, "onFailure");
        requireNonNull(settings, "settings");
    }

    /** An enforced filter that fails closed. */
    public static FilterUse of(String name, Object settings) {
        return new FilterUse(name, Mode.ENFORCE, OnFailure.CLOSED, settings);
    }
}
