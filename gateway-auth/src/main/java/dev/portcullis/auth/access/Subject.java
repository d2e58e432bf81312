package dev.portcullis.auth.access;

import static java.util.Objects.requireNonNull;

import java.util.List;

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

    /** The subjects of principals that it means: a service account is also meant as Kubernetes' tokens name it. */
    List<String> names() {
        boolean account = kind == Kind.SERVICE_ACCOUNT
                && name.indexOf(':') < 0
                && name.indexOf('/') > 0
                && name.indexOf('/') == name.lastIndexOf('/');
        return account ? List.of(name, SERVICE_ACCOUNT + name.replace('/', ':')) : List.of(name);
    }
}
