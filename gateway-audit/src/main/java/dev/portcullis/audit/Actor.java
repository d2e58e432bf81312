package dev.portcullis.audit;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Who did it, and from where.
 *
 * @param subject who asked, or a pseudonym
 * @param issuer who vouches for that, or {@code null}
 * @param credential names the credential without being one, or {@code null}
 * @param tenant or {@code null}
 * @param clientAddress where the request came from, or a network or a pseudonym of that
 * @param peerAddress the proxy that the connection came from, where that is another
 */
public record Actor(
        String subject,
        @Nullable String issuer,
        @Nullable String credential,
        @Nullable String tenant,
        String clientAddress,
        @Nullable String peerAddress) {
    /** Nobody outside. */
    static final Actor GATEWAY = new Actor("gateway", null, null, null, AuditEvent.UNKNOWN, null);

    /** Checks what must be there. */
    public Actor {
        requireNonNull(subject, "subject");
        requireNonNull(clientAddress, "clientAddress");
    }
}
