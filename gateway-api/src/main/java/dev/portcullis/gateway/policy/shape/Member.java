package dev.portcullis.gateway.policy.shape;

import org.jspecify.annotations.Nullable;

/**
 * One member of an object, as {@link Members} made it; the key to its value in {@link Values}.
 *
 * @param <T> what the value becomes
 */
public final class Member<T> {
    final int index;
    final String name;
    final Shape<T> shape;
    final boolean required;
    final @Nullable Object written;
    final @Nullable T otherwise;

    Member(int index, String name, Shape<T> shape, boolean required, @Nullable Object written, @Nullable T otherwise) {
        this.index = index;
        this.name = name;
        this.shape = shape;
        this.required = required;
        this.written = written;
        this.otherwise = otherwise;
    }

    /** The key in the document. */
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }
}
