package dev.portcullis.auth.jwt;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.portcullis.auth.jwks.KeySource.Lookup;
import dev.portcullis.auth.jwt.CompactJws.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens, and by default refuses: whatever is not signed by a configured issuer's key, with an algorithm that this
 * issuer's terms allow, for this audience, at this time, is not valid (RFC 7515, 7519, 8725, 9068).
 *
 * <p>A token that was verified is remembered by the SHA-256 of its text, never by the text, for five minutes at most and
 * until it expires or a key of its issuer is removed; a token that was refused is not remembered. Times and the binding to a
 * client certificate are judged anew on each use.
 *
 * <pre>{@code
 * JwtVerifier verifier = JwtVerifier.of(List.of(
 *     JwtIssuer.of("https://idp.example", Set.of("orders"), keys).type(Type.ACCESS).build()));
 * verifier.verify(token, null).thenAccept(result -> ...);
 * }</pre>
 *
 * <p>Thread-safe; never blocks.
 */
public final class JwtVerifier {
    /** The longest token that is looked at, in characters. */
    public static final int MAX_TOKEN = 16 * 1024;

    private static final long NANOS_A_MILLI = 1_000_000;
    private static final int CACHED = 10_000;
    private static final Duration CACHED_FOR = Duration.ofMinutes(5);

    private final Map<String, JwtIssuer> issuers;
    private final InstantSource clock;
    private final Cache<TokenDigest, Known> cache;

    private record Known(VerifiedJwt jwt, JwtIssuer issuer, long generation) {}

    private JwtVerifier(List<JwtIssuer> issuers, InstantSource clock, Ticker ticker) {
        Map<String, JwtIssuer> byName = new HashMap<>();
        for (JwtIssuer issuer : issuers) {
            if (byName.put(issuer.issuer(), issuer) != null) {
                throw new IllegalArgumentException("issuers: " + issuer.issuer() + " is given twice");
            }
        }
        this.issuers = Map.copyOf(byName);
        this.clock = clock;
        this.cache = Caffeine.newBuilder()
                .maximumSize(CACHED)
                .expireAfterWrite(CACHED_FOR)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** A verifier of these issuers' tokens, by the system's clock. */
    public static JwtVerifier of(List<JwtIssuer> issuers) {
        return of(issuers, InstantSource.system());
    }

    /** A verifier of these issuers' tokens. */
    public static JwtVerifier of(List<JwtIssuer> issuers, InstantSource clock) {
        requireNonNull(clock, "clock");
        return new JwtVerifier(issuers, clock, () -> clock.millis() * NANOS_A_MILLI);
    }

    /**
     * Verifies one token.
     *
     * @param token its text, as it came
     * @param certificate that the client showed on this connection, or {@code null}
     * @return complete already unless the issuer has to be asked for keys; never fails
     */
    public CompletionStage<JwtResult> verify(String token, @Nullable X509Certificate certificate) {
        if (token.length() > MAX_TOKEN) {
            return CompletableFuture.completedFuture(new JwtResult.Refused(JwtRefusal.TOO_LARGE));
        }
        byte[] text = token.getBytes(StandardCharsets.ISO_8859_1); // what is no such character is no base64url either
        TokenDigest digest = TokenDigest.of(text);
        Known known = cache.getIfPresent(digest);
        if (known != null) {
            if (known.jwt().validAt(clock.millis())
                    && known.generation() == known.issuer().keys().generation()) {
                return CompletableFuture.completedFuture(
                        boundTo(known.jwt(), certificate) ? known.jwt() : new JwtResult.Refused(JwtRefusal.BINDING));
            }
            cache.invalidate(digest); // and judge it anew, which says why
        }
        try {
            CompactJws jws = CompactJws.parse(text);
            JwtIssuer issuer = jws.claims().get("iss") instanceof String name ? issuers.get(name) : null;
            if (issuer == null) {
                throw new Refusal(JwtRefusal.ISSUER);
            }
            if (!issuer.allows(jws.algorithm())) {
                throw new Refusal(JwtRefusal.ALG_NOT_ALLOWED);
            }
            long generation = issuer.keys().generation();
            return issuer.keys()
                    .find(jws.algorithm(), jws.keyId())
                    .thenApply(lookup -> judge(jws, issuer, lookup, certificate, digest, generation));
        } catch (Refusal e) {
            return CompletableFuture.completedFuture(new JwtResult.Refused(e.why()));
        }
    }

    /** Names a token without being one: the SHA-256 of its text, in hexadecimal digits. */
    public static String fingerprint(String token) {
        return HexFormat.of().formatHex(TokenDigest.sha256(token.getBytes(StandardCharsets.UTF_8)));
    }

    private JwtResult judge(
            CompactJws jws,
            JwtIssuer issuer,
            Lookup lookup,
            @Nullable X509Certificate certificate,
            TokenDigest digest,
            long generation) {
        if (lookup instanceof Lookup.Unavailable unavailable) {
            return new JwtResult.Undecided(unavailable.retryAfter());
        }
        if (!(lookup instanceof Lookup.Found found)) {
            return new JwtResult.Refused(JwtRefusal.KEY_UNKNOWN);
        }
        if (!found.key().verify(jws.algorithm(), jws.input(), jws.signature())) {
            return new JwtResult.Refused(JwtRefusal.SIGNATURE);
        }
        try {
            VerifiedJwt jwt = ClaimCheck.check(jws, issuer, clock.instant());
            if (!boundTo(jwt, certificate)) {
                throw new Refusal(JwtRefusal.BINDING);
            }
            cache.put(digest, new Known(jwt, issuer, generation));
            return jwt;
        } catch (Refusal e) {
            return new JwtResult.Refused(e.why());
        }
    }

    /** RFC 8705, section 3. */
    private static boolean boundTo(VerifiedJwt jwt, @Nullable X509Certificate certificate) {
        String thumbprint = jwt.boundCertificate().orElse(null);
        if (thumbprint == null) {
            return true;
        }
        if (certificate == null) {
            return false;
        }
        try {
            String shown = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(TokenDigest.sha256(certificate.getEncoded()));
            return MessageDigest.isEqual(
                    shown.getBytes(StandardCharsets.US_ASCII), thumbprint.getBytes(StandardCharsets.UTF_8));
        } catch (CertificateEncodingException e) {
            return false;
        }
    }
}
