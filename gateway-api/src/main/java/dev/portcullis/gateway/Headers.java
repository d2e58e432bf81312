package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The fields of a head, in the order and the number in which they were received. Names are compared without case
 * (RFC 9110, section 5.1), values are as they came. Immutable.
 *
 * <p>One flat array: a linear scan beats a map up to about fifteen look-ups, and requests make fewer.
 */
public final class Headers implements Iterable<Map.Entry<String, String>> {
    /** No fields. */
    public static final Headers EMPTY = new Headers(new String[0]);

    private final String[] flat; // name, value, name, value, ...

    private Headers(String[] flat) {
        this.flat = flat;
    }

    /**
     * Fields from alternating names and values.
     *
     * @throws IllegalArgumentException if the number of strings is odd
     */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length == 0) {
            return EMPTY;
        }
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "names and values must alternate; got " + namesAndValues.length + " strings");
        }
        String[] copy = namesAndValues.clone();
        for (String s : copy) {
            requireNonNull(s, "a name or value");
        }
        return new Headers(copy);
    }

    /** A builder that expects about the given number of fields. */
    public static Builder builder(int expected) {
        return new Builder(expected);
    }

    /** The number of field lines. */
    public int size() {
        return flat.length / 2;
    }

    /** The name of the field line at the index, as it was received. */
    public String name(int index) {
        return flat[2 * index];
    }

    /** The value of the field line at the index. */
    public String value(int index) {
        return flat[2 * index + 1];
    }

    /** The index of the first line with this name at or after {@code from}, or -1. */
    public int indexOf(String name, int from) {
        int length = name.length();
        for (int i = 2 * from; i < flat.length; i += 2) {
            String candidate = flat[i];
            if (candidate.length() == length && candidate.equalsIgnoreCase(name)) {
                return i / 2;
            }
        }
        return -1;
    }

    /** Whether at least one line has this name. */
    public boolean contains(String name) {
        return indexOf(name, 0) >= 0;
    }

    /** The number of lines with this name. */
    public int count(String name) {
        int n = 0;
        for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
            n++;
        }
        return n;
    }

    /** The value of the first line with this name. */
    public Optional<String> first(String name) {
        int i = indexOf(name, 0);
        return i < 0 ? Optional.empty() : Optional.of(value(i));
    }

    /** The values of all lines with this name, in order; empty if there is none. */
    public List<String> all(String name) {
        int i = indexOf(name, 0);
        if (i < 0) {
            return List.of();
        }
        List<String> values = new ArrayList<>(2);
        for (; i >= 0; i = indexOf(name, i + 1)) {
            values.add(value(i));
        }
        return List.copyOf(values);
    }

    /** These fields and one more at the end. */
    public Headers with(String name, String value) {
        String[] more = Arrays.copyOf(flat, flat.length + 2);
        more[flat.length] = requireNonNull(name, "name");
        more[flat.length + 1] = requireNonNull(value, "value");
        return new Headers(more);
    }

    /** These fields without the lines of this name. */
    public Headers without(String name) {
        if (!contains(name)) {
            return this;
        }
        Builder kept = new Builder(size());
        for (int i = 0; i < size(); i++) {
            if (!name(i).equalsIgnoreCase(name)) {
                kept.add(name(i), value(i));
            }
        }
        return kept.build();
    }

    @Override
    public Iterator<Map.Entry<String, String>> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size();
            }

            @Override
            public Map.Entry<String, String> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                Map.Entry<String, String> entry = Map.entry(name(next), value(next));
                next++;
                return entry;
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Headers headers && Arrays.equals(flat, headers.flat);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(flat);
    }

    /** The names alone: values may be credentials. */
    @Override
    public String toString() {
        List<String> names = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            names.add(name(i));
        }
        return names.toString();
    }

    /** Collects fields in order. Not thread-safe. */
    public static final class Builder {
        private String[] flat;
        private int used;

        private Builder(int expected) {
            flat = new String[2 * Math.max(expected, 1)];
        }

        /** Adds one field line at the end. */
        public Builder add(String name, String value) {
            requireNonNull(name, "name");
            requireNonNull(value, "value");
            if (used == flat.length) {
                flat = Arrays.copyOf(flat, used * 2);
            }
            flat[used++] = name;
            flat[used++] = value;
            return this;
        }

        /** The fields collected so far. */
        public Headers build() {
            if (used == 0) {
                return EMPTY;
            }
            // An array that is full is given away: adding to it makes a larger one.
            return new Headers(used == flat.length ? flat : Arrays.copyOf(flat, used));
        }
    }
}
