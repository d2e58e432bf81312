package dev.portcullis.auth.jwt;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A token whose signature, issuer, audience and times were verified. There is no other way to hold its claims. Immutable and
 * thread-safe.
 */
public final class VerifiedJwt implements JwtResult {
    private static final Instant FIRST = Instant.ofEpochMilli(Long.MIN_VALUE);
    private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

    private final Map<String, @Nullable Object> claims;
    private final Instant expires;
    private final @Nullable Instant notBefore;
    private final @Nullable String boundCertificate;
    private final long firstMillis;
    private final long lastMillis;
    private volatile @Nullable View view;

    private record View(Function<VerifiedJwt, ?> of, Object value) {}

    VerifiedJwt(
            Map<String, @Nullable Object> claims,
            Instant expires,
            @Nullable Instant notBefore,
            @Nullable String boundCertificate) {
        this.claims = claims;
        this.expires = expires;
        this.notBefore = notBefore;
        this.boundCertificate = boundCertificate;
        this.lastMillis = millis(expires);
        this.firstMillis = notBefore == null ? Long.MIN_VALUE : millis(notBefore.plusNanos(999_999)); // rounded up
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

    /**
     * What the function makes of the claims, remembered with the token: a token that is presented again is not read again. One
     * function's is remembered, the last one's; it is asked more than once where threads come at the same time.
     *
     * @param of the same object each time, depending on nothing but the token; never gives {@code null}
     */
    public <T> T view(Function<VerifiedJwt, T> of) {
        View known = view;
        if (known != null && known.of() == of) {
            @SuppressWarnings("unchecked") // made by this very function
            T value = (T) known.value();
            return value;
        }
        T value = requireNonNull(of.apply(this), "of.apply");
        view = new View(of, value);
        return value;
    }

    /**
     * Whether it is surely valid all through this millisecond.
     *
     * @param millis since 1970; which costs less to tell than an instant
     */
    boolean validAt(long millis) {
        return millis < lastMillis && millis >= firstMillis;
    }

    private static long millis(Instant instant) {
        return instant.isAfter(LAST)
                ? Long.MAX_VALUE
                : instant.isBefore(FIRST) ? Long.MIN_VALUE : instant.toEpochMilli();
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
