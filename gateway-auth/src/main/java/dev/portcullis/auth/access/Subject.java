package dev.portcullis.auth.access;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Principal;
import java.util.Set;

/**
 * Whom a binding or a deny is about. A name means something only together with who vouches for it: what one issuer calls
 * {@code jane} is nobody that another knows.
 *
 * @param kind what sort of subject
 * @param name its name, exactly as a {@link Principal} has it
 * @param issuers whose callers are meant, as {@link Principal#issuer} names them; empty for those of every issuer
 */
public record Subject(Kind kind, String name, Set<String> issuers) {
    /** The sorts of subject. */
    public enum Kind {
        /** A user by subject. */
        USER,
        /** Everybody in a group. */
        GROUP,
        /** A service account. */
        SERVICE_ACCOUNT
    }

    /** Checks and copies the parts. */
    public Subject {
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
        issuers = Set.copyOf(issuers);
    }

    /** A subject of every issuer that is accepted: good where there is one, or where they agree on names. */
    public static Subject ofAnyIssuer(Kind kind, String name) {
        return new Subject(kind, name, Set.of());
    }
}
