package dev.portcullis.gateway.policy.shape;

import static java.util.Objects.requireNonNull;

/**
 * A kind of thing that a policy names in one part and refers to in another.
 *
 * @param noun what it is called in an error message: {@code rate limit}
 */
public record NameKind(String noun) {
    /** The routes, by their id. */
    public static final NameKind ROUTE = new NameKind("route");

    /** Checks the noun. */
    public NameKind {
        requireNonNull(noun, "noun");
    }
}
