package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.Key;
import org.jspecify.annotations.Nullable;

/**
 * One fact that a filter left, in front of the earlier ones. Immutable, so that a handler on another thread reads a sound
 * list.
 */
final class Fact {
    private final Key<?> key;
    private final Object value;
    private final @Nullable Fact earlier;

    Fact(Key<?> key, Object value, @Nullable Fact earlier) {
        this.key = key;
        this.value = value;
        this.earlier = earlier;
    }

    static <T> @Nullable T find(@Nullable Fact list, Key<T> key) {
        for (Fact fact = list; fact != null; fact = fact.earlier) {
            if (fact.key == key) {
                return key.type().cast(fact.value);
            }
        }
        return null;
    }
}
