package dev.portcullis.gateway.policy.shape;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A document as it was written, before anyone asked what it means; each part knows where it stands. */
public sealed interface Node {
    /** Where it begins. */
    Position at();

    /** What it is, for an error message: never the value itself, which may be a secret. */
    String kind();

    /**
     * A single value.
     *
     * @param at where it begins
     * @param value a {@link String}, {@link Long}, {@link java.math.BigInteger}, {@link Double} or {@link Boolean}, or
     *     {@code null} where nothing was written
     */
    record Scalar(Position at, @Nullable Object value) implements Node {
        /** Checks the position. */
        public Scalar {
            requireNonNull(at, "at");
        }

        @Override
        public String kind() {
            if (value == null) {
                return "nothing";
            }
            if (value instanceof String) {
                return "a text";
            }
            return value instanceof Boolean ? "true or false" : "a number";
        }

        @Override
        public String toString() {
            return kind() + " at " + at;
        }
    }

    /**
     * A list.
     *
     * @param at where it begins
     * @param items what it holds
     */
    record Sequence(Position at, List<Node> items) implements Node {
        /** Copies the items. */
        public Sequence {
            requireNonNull(at, "at");
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /**
     * An object. A key that is written twice is an error of the reader and stands here once.
     *
     * @param at where it begins
     * @param entries its keys and values in the order written
     */
    record Mapping(Position at, List<Entry> entries) implements Node {
        /** Copies the entries. */
        public Mapping {
            requireNonNull(at, "at");
            entries = List.copyOf(entries);
        }

        /** The entry of the key, or {@code null}. */
        public @Nullable Entry entry(String key) {
            for (Entry entry : entries) {
                if (entry.key().equals(key)) {
                    return entry;
                }
            }
            return null;
        }

        @Override
        public String kind() {
            return "an object";
        }
    }

    /**
     * A key and its value.
     *
     * @param at where the key begins
     * @param key the key
     * @param value the value
     */
    record Entry(Position at, String key, Node value) {
        /** Checks that all is there. */
        public Entry {
            requireNonNull(at, "at");
            requireNonNull(key, "key");
            requireNonNull(value, "value");
        }
    }
}
