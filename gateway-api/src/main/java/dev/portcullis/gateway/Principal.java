package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling, as verified by an authentication filter. There is no way to tell a principal from a header.
 *
 * @param subject the stable identifier of the caller within its issuer
 * @param kind what sort of subject it is
 * @param issuer who vouches for it: an issuer URL, {@code api-key} or {@code client-certificate}
 * @param credentialId names the credential without being one: a {@code jti}, a key id, a certificate's serial; or
 *     {@code null}
 * @param tenant from a verified claim or credential, or {@code null}
 * @param roles granted by the credential itself
 * @param groups that the credential names
 * @param scopes of the credential (RFC 6749, section 3.3)
 * @param claims all verified claims: strings, numbers, booleans, lists and maps of these
 */
public record Principal(
        String subject,
        Kind kind,
        String issuer,
        @Nullable String credentialId,
        @Nullable String tenant,
        Set<String> roles,
        Set<String> groups,
        Set<String> scopes,
        Map<String, Object> claims) {
    /** Set by the authentication filter that verified the credential; absent for an anonymous caller. */
    public static final Key<Principal> KEY = Key.of("principal", Principal.class);

    /** The sorts of subject, in the words of Kubernetes. */
    public enum Kind {
        /** A person, or whatever an issuer calls a user. */
        USER,
        /** A workload: a Kubernetes service account, a SPIFFE id, an API key. */
        SERVICE_ACCOUNT
    }

    /** Copies the collections. */
    public Principal {
        requireNonNull(subject, "subject");
        requireNonNull(kind, "kind");
        requireNonNull(issuer, "issuer");
        roles = Set.copyOf(roles);
        groups = Set.copyOf(groups);
        scopes = Set.copyOf(scopes);
        claims = Map.copyOf(claims);
    }

    /** Subject and issuer only: claims may be personal data. */
    @Override
    public String toString() {
        return "Principal[" + subject + " of " + issuer + "]";
    }
}
