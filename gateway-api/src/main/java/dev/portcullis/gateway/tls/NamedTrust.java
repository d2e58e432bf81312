package dev.portcullis.gateway.tls;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whose client certificates are believed on connections for one name, in place of the server's other trust.
 *
 * @param name a host name, or a wildcard for exactly its leftmost label, such as {@code *.blue.example}; never
 *     for a whole top-level domain; kept in lower case
 * @param trust whose client certificates are believed
 * @param revocation how they are checked for revocation, or {@code null} for not at all
 */
public record NamedTrust(
        String name, TrustBundle trust, @Nullable Revocation revocation) {
    /** Checks that there is a name. */
    public NamedTrust {
        name = name.toLowerCase(Locale.ROOT);
        requireNonNull(trust, "trust");
        boolean wildcard = name.startsWith("*.") && name.indexOf('.', 2) > 0;
        if (name.isEmpty() || name.indexOf('*', wildcard ? 1 : 0) >= 0) { // it would silently stand for nobody
            throw new IllegalArgumentException("name: a host or *.domain.example expected, got \"" + name + "\"");
        }
    }

    boolean covers(String host) {
        return new SubjectNames(List.of(name), List.of(), List.of()).covers(host);
    }
}
