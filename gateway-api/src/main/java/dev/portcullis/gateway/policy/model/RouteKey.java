package dev.portcullis.gateway.policy.model;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.policy.shape.Shape;

/**
 * A key of every route that a filter provider owns, such as {@code authorize}. Compared by identity: the constant of the
 * provider is the key to the route's value.
 *
 * @param <T> what the value becomes
 */
public final class RouteKey<T> {
    private final String name;
    private final Shape<T> shape;

    private RouteKey(String name, Shape<T> shape) {
        this.name = name;
        this.shape = shape;
    }

    /**
     * A key.
     *
     * @param name as it is written in a route
     * @param shape what its value may be
     */
    public static <T> RouteKey<T> of(String name, Shape<T> shape) {
        return new RouteKey<>(requireNonNull(name, "name"), requireNonNull(shape, "shape"));
    }

    /** As it is written in a route. */
    public String name() {
        return name;
    }

    /** What its value may be. */
    public Shape<T> shape() {
        return shape;
    }

    @Override
    public String toString() {
        return name;
    }
}
