package dev.portcullis.gateway.policy.shape;

import org.jspecify.annotations.Nullable;

/** The values of an object's members, each of its member's type. */
public final class Values {
    private final @Nullable Object[] values;

    Values(@Nullable Object[] values) {
        this.values = values;
    }

    /**
     * The value of a member that is required or has a default.
     *
     * @throws IllegalStateException for a member that is optional and absent
     */
    public <T> T get(Member<T> member) {
        T value = orNull(member);
        if (value == null) {
            throw new IllegalStateException(member.name() + " is optional and absent");
        }
        return value;
    }

    /** The value of a member, {@code null} where it is optional and absent. */
    @SuppressWarnings("unchecked") // the object shape put there what the member's own shape read
    public <T> @Nullable T orNull(Member<T> member) {
        return (T) values[member.index];
    }

    /** The value of a member, {@code otherwise} where it is optional and absent. */
    public <T> T or(Member<T> member, T otherwise) {
        T value = orNull(member);
        return value == null ? otherwise : value;
    }
}
