package dev.portcullis.gateway.policy.shape;

import static java.util.Objects.requireNonNull;

/**
 * One document being read: where its mistakes go, where its files and variables come from, and which names it declares and
 * uses. Not thread-safe.
 */
public final class Reading {
    private final Errors errors;
    private final Sources sources;
    private final Names names = new Names();

    /** A reading that reports to {@code errors}. */
    public Reading(Errors errors, Sources sources) {
        this.errors = requireNonNull(errors, "errors");
        this.sources = requireNonNull(sources, "sources");
    }

    /** Where mistakes go. */
    public Errors errors() {
        return errors;
    }

    /** Where files and variables come from. */
    public Sources sources() {
        return sources;
    }

    /** The names that were declared and used so far. */
    public Names names() {
        return names;
    }

    void error(Position at, String code, String message) {
        errors.add(at, code, message);
    }

    /** A mistake that leaves what was read whole. */
    void note(Position at, String code, String message) {
        errors.note(at, code, message);
    }

    /** A part of another kind than expected. */
    void wrongType(Node node, Place place, String expected) {
        boolean unquoted = node instanceof Node.Scalar scalar && scalar.value() != null;
        error(
                node.at(),
                "wrong-type",
                "wrong type in " + place + ": expected " + expected + ", found " + node.kind()
                        + (unquoted && expected.startsWith("a text") ? "; put it in quotes" : ""));
    }
}
