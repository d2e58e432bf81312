package dev.portcullis.auth.access;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Principal;

/**
 * Whom a binding or a deny is about.
 *
 * @param kind what sort of subject
 * @param name its name; of a service account {@code namespace/name}
 */
public record Subject(Kind kind, String name) {
    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

    /** The sorts of subject. */
    public enum Kind {
        /** A user by subject. */
        USER,
        /** Everybody in a group. */
        GROUP,
        /** A service account. */
        SERVICE_ACCOUNT
    }

    /** Checks the parts. */
    public Subject {
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
    }

    /** Whether the principal is this subject, or one of this group. */
    boolean includes(Principal principal) {
        return switch (kind) {
            case USER ->
                principal.kind() == Principal.Kind.USER && principal.subject().equals(name);
            case GROUP -> principal.groups().contains(name);
            case SERVICE_ACCOUNT ->
                principal.kind() == Principal.Kind.SERVICE_ACCOUNT
                        && (principal.subject().equals(name)
                                || principal.subject().equals(SERVICE_ACCOUNT + name.replace('/', ':')));
        };
    }
}
