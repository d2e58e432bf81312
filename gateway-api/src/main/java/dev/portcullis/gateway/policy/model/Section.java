package dev.portcullis.gateway.policy.model;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.policy.shape.Place;
import dev.portcullis.gateway.policy.shape.Shape;

/**
 * A section of {@code spec} that a filter provider owns, such as {@code waf}. Compared by identity: the constant of the
 * provider is the key to the section's value.
 *
 * @param <T> what the section becomes
 */
public final class Section<T> {
    private final String name;
    private final Shape<T> shape;

    private Section(String name, Shape<T> shape) {
        this.name = name;
        this.shape = shape;
    }

    /**
     * A section.
     *
     * @param name its key in {@code spec}
     * @param shape what it may be
     */
    public static <T> Section<T> of(String name, Shape<T> shape) {
        return new Section<>(requireNonNull(name, "name"), requireNonNull(shape, "shape"));
    }

    /** Its key in {@code spec}. */
    public String name() {
        return name;
    }

    /** What it may be. */
    public Shape<T> shape() {
        return shape;
    }

    /** Where it stands in a document. */
    public Place place() {
        return Place.TOP.member("spec").member(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
