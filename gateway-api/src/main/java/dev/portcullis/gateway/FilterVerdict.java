package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What one filter said in one exchange.
 *
 * @param filter the filter's name
 * @param mode the mode it ran in; a refusal in {@link Mode#SHADOW} changed nothing
 * @param rejection what it refused, or {@code null} where it failed
 * @param failure what it threw, or {@code null}
 */
public record FilterVerdict(
        String filter,
        Mode mode,
        @Nullable Rejection rejection,
        @Nullable Throwable failure) {
    /** Checks the name and the mode. */
    public FilterVerdict {
        requireNonNull(filter, "filter");
        requireNonNull(mode, "mode");
    }
}
