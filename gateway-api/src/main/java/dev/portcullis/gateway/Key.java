package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

/**
 * The typed name of a fact that one filter leaves for others on an {@link Exchange}. Keys are compared by identity, so a
 * fact can be written only by who holds the constant.
 *
 * @param <T> the type of the fact
 */
public final class Key<T> {
    private final String name;
    private final Class<T> type;

    private Key(String name, Class<T> type) {
        this.name = name;
        this.type = type;
    }

    /**
     * A new key, unequal to every other.
     *
     * @param name for logs and error messages
     * @param type the type that values are checked against
     */
    public static <T> Key<T> of(String name, Class<T> type) {
        return new Key<>(requireNonNull(name, "name"), requireNonNull(type, "type"));
    }

    /** The name, for logs and error messages. */
    public String name() {
        return name;
    }

    /** The type of the values. */
    public Class<T> type() {
        return type;
    }

    @Override
    public String toString() {
        return name;
    }
}
