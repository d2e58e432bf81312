package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

/**
 * One filter's part in one exchange.
 *
 * @param filter the filter's name
 * @param mode the mode it ran in
 * @param nanos how long it took in nanoseconds, with its inspectors and with the wait for a verdict that it deferred
 */
public record FilterRun(String filter, Mode mode, long nanos) {
    /** Checks the name and the mode. */
    public FilterRun {
        requireNonNull(filter, "filter");
        requireNonNull(mode, "mode");
    }
}
