package dev.portcullis.auth.access;

import org.jspecify.annotations.Nullable;

/** The text of a claim that is a single value. */
final class Scalars {
    private Scalars() {}

    static @Nullable String text(@Nullable Object value) {
        return value instanceof String text
                ? text
                : value instanceof Number || value instanceof Boolean ? value.toString() : null;
    }
}
