package dev.portcullis.auth;

import static java.util.Objects.requireNonNull;

import dev.portcullis.auth.jwt.JwtRefusal;
import dev.portcullis.auth.jwt.JwtResult;
import dev.portcullis.auth.jwt.JwtVerifier;
import dev.portcullis.auth.jwt.VerifiedJwt;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.TlsFacts;
import dev.portcullis.gateway.Verdict;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who is calling, and leaves a {@link Principal}. The credential is a bearer token (RFC 6750) in the field {@code
 * Authorization}, once and nowhere else. A route that requires authentication refuses a request without one; on every route
 * that looks at credentials a bad one is refused, and where an issuer cannot be asked the answer is 503, never 401.
 */
public final class AuthenticationFilter implements Filter {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String SCHEME = "bearer ";
    private static final Decision LATE =
            Decision.reject(Reason.UNAVAILABLE, "auth.keys_unavailable", "the issuer's keys did not come in time");

    private final JwtVerifier verifier;
    private final Map<String, ClaimPaths> paths;

    /**
     * A filter that accepts these tokens.
     *
     * @param paths by issuer, where each puts roles, scopes, tenant and groups; {@link ClaimPaths#DEFAULTS} for any other
     */
    public AuthenticationFilter(JwtVerifier verifier, Map<String, ClaimPaths> paths) {
        this.verifier = requireNonNull(verifier, "verifier");
        this.paths = Map.copyOf(paths);
    }

    @Override
    public String name() {
        return "authentication";
    }

    @Override
    public Verdict onRequest(Exchange exchange) {
        Route.Authentication wanted =
                exchange.get(Route.KEY).map(Route::authentication).orElse(Route.Authentication.REQUIRED);
        if (wanted == Route.Authentication.NONE) {
            return Decision.CONTINUE;
        }
        Headers headers = exchange.request().headers();
        int lines = headers.count("Authorization");
        if (tokenInQuery(exchange.request().query())) {
            return invalidRequest("auth.token_in_query", "a token in the query ends up in logs");
        }
        if (lines == 0) {
            return wanted == Route.Authentication.OPTIONAL
                    ? Decision.CONTINUE
                    : unauthenticated("auth.missing", "no credential", "Bearer");
        }
        if (lines > 1) {
            return invalidRequest("auth.several_credentials", lines + " Authorization fields");
        }
        String value = headers.value(headers.indexOf("Authorization", 0));
        if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return unauthenticated("auth.scheme", "a scheme that is not accepted here", "Bearer");
        }
        return bearer(exchange, value.substring(SCHEME.length()).strip());
    }

    private Verdict bearer(Exchange exchange, String token) {
        CompletionStage<JwtResult> verified = verifier.verify(token, certificate(exchange));
        CompletableFuture<JwtResult> future = verified.toCompletableFuture();
        if (future.isDone()) {
            return decide(exchange, future.join());
        }
        return Verdict.defer(verified.thenApply(result -> decide(exchange, result)), PATIENCE, LATE);
    }

    private Decision decide(Exchange exchange, JwtResult result) {
        if (result instanceof JwtResult.Refused refused) {
            return invalidToken(refused.refusal());
        }
        if (result instanceof JwtResult.Undecided undecided) {
            long seconds = Math.max(1, undecided.retryAfter().plusMillis(999).toSeconds());
            return Decision.reject(
                    Rejection.of(Reason.UNAVAILABLE, "auth.keys_unavailable", "the issuer's keys cannot be had")
                            .withHeader("Retry-After", Long.toString(seconds)));
        }
        VerifiedJwt jwt = (VerifiedJwt) result;
        Principal principal =
                Callers.of(jwt.claims(), jwt.issuer(), paths.getOrDefault(jwt.issuer(), ClaimPaths.DEFAULTS));
        if (principal == null) {
            return invalidToken(JwtRefusal.MISSING_CLAIM);
        }
        exchange.put(Principal.KEY, principal);
        return Decision.CONTINUE;
    }

    private static @Nullable X509Certificate certificate(Exchange exchange) {
        TlsFacts tls = exchange.peer().tls();
        List<X509Certificate> chain = tls == null ? List.of() : tls.peerCertificates();
        return chain.isEmpty() ? null : chain.get(0);
    }

    /** RFC 6750, section 2.3, is refused as RFC 9700, section 2.1.2 wants. */
    private static boolean tokenInQuery(@Nullable String query) {
        return query != null && (query.startsWith("access_token=") || query.contains("&access_token="));
    }

    private static Decision unauthenticated(String code, String detail, String challenge) {
        return Decision.reject(
                Rejection.of(Reason.UNAUTHENTICATED, code, detail).withHeader("WWW-Authenticate", challenge));
    }

    private static Decision invalidToken(JwtRefusal why) {
        return unauthenticated(why.code(), "the token was refused", "Bearer error=\"invalid_token\"");
    }

    private static Decision invalidRequest(String code, String detail) {
        return Decision.reject(Rejection.of(Reason.MALFORMED, code, detail)
                .withHeader("WWW-Authenticate", "Bearer error=\"invalid_request\""));
    }
}
