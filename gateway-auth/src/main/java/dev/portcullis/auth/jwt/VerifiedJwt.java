package dev.portcullis.auth.jwt;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A token whose signature, issuer, audience and times were verified. There is no other way to hold its claims. Immutable.
 */
public final class VerifiedJwt implements JwtResult {
    private final Map<String, @Nullable Object> claims;
    private final Instant expires;
    private final @Nullable Instant notBefore;
    private final @Nullable String boundCertificate;

    VerifiedJwt(
            Map<String, @Nullable Object> claims,
            Instant expires,
            @Nullable Instant notBefore,
            @Nullable String boundCertificate) {
        this.claims = claims;
        this.expires = expires;
        this.notBefore = notBefore;
        this.boundCertificate = boundCertificate;
    }

    /** All claims: texts, numbers, flags, lists and maps of these. */
    public Map<String, @Nullable Object> claims() {
        return claims;
    }

    /** The text of a claim; empty where it is missing or no text. */
    public Optional<String> text(String claim) {
        return claims.get(claim) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Who issued it. */
    public String issuer() {
        return text("iss").orElseThrow();
    }

    /** Whom it was issued for, if it says so. */
    public Optional<String> subject() {
        return text("sub");
    }

    boolean validAt(Instant now) {
        return now.isBefore(expires) && (notBefore == null || !now.isBefore(notBefore));
    }

    /**
     * When it is no longer accepted, with what clocks may differ: it has expired, or is older than its issuer's tokens may get;
     * {@link Instant#MAX} where a missing expiry was allowed.
     */
    public Instant expires() {
        return expires;
    }

    /** Before when it is not accepted, if it says so. */
    public Optional<Instant> notBefore() {
        return Optional.ofNullable(notBefore);
    }

    /** The base64url SHA-256 of the client certificate that it is bound to (RFC 8705, section 3.1). */
    public Optional<String> boundCertificate() {
        return Optional.ofNullable(boundCertificate);
    }

    /** The values of a claim that is a list of texts, or one text. */
    public List<String> texts(String claim) {
        Object value = claims.get(claim);
        if (value instanceof String text) {
            return List.of(text);
        }
        if (!(value instanceof List<?> list)) {
            return List.of();
        }
        return list.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    /** Issuer and expiry; claims may be personal data. */
    @Override
    public String toString() {
        return "VerifiedJwt[" + issuer() + ", expires " + expires + "]";
    }
}
