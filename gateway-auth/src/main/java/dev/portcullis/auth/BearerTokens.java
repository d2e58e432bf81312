package dev.portcullis.auth;

import static java.util.Objects.requireNonNull;

import dev.portcullis.auth.jwt.JwtRefusal;
import dev.portcullis.auth.jwt.JwtResult;
import dev.portcullis.auth.jwt.JwtVerifier;
import dev.portcullis.auth.jwt.VerifiedJwt;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Principal;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * JSON Web Tokens as bearer tokens (RFC 6750): in the field {@code Authorization}, once and nowhere else. A token that is bound
 * to a client certificate (RFC 8705) is good only on a connection that showed this certificate.
 */
public final class BearerTokens implements CredentialScheme {
    private static final String SCHEME = "bearer ";
    private static final String INVALID_TOKEN = "error=\"invalid_token\"";
    private static final String INVALID_REQUEST = "error=\"invalid_request\"";

    private static final Finding NOBODY = new Finding.Refused(JwtRefusal.MISSING_CLAIM.code(), INVALID_TOKEN, null);

    private final JwtVerifier verifier;
    private final Map<String, ClaimPaths> paths;
    private final Function<VerifiedJwt, Finding> caller = this::caller;

    /**
     * Tokens that this verifier accepts.
     *
     * @param paths by issuer, where each puts roles, scopes, tenant and groups; {@link ClaimPaths#DEFAULTS} for any other
     */
    public BearerTokens(JwtVerifier verifier, Map<String, ClaimPaths> paths) {
        this.verifier = requireNonNull(verifier, "verifier");
        this.paths = Map.copyOf(paths);
    }

    @Override
    public String name() {
        return "bearer";
    }

    @Override
    public String challenge(String realm) {
        return "Bearer realm=\"" + realm + '"';
    }

    @Override
    public @Nullable Finding examine(Exchange exchange) {
        if (inQuery(exchange.request().query())) {
            return new Finding.Malformed("auth.token_in_query", INVALID_REQUEST);
        }
        Headers headers = exchange.request().headers();
        int at = headers.indexOf("Authorization", 0);
        if (at < 0) {
            return null;
        }
        if (headers.indexOf("Authorization", at + 1) >= 0) {
            return new Finding.Malformed("auth.several_credentials", INVALID_REQUEST);
        }
        String value = headers.value(at);
        if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        String token = token(value);
        CompletionStage<JwtResult> verified = verifier.verify(token, ClientCertificates.of(exchange));
        CompletableFuture<JwtResult> future = verified.toCompletableFuture();
        return future.isDone()
                ? finding(token, future.join())
                : new Finding.Pending(verified.thenApply(result -> finding(token, result)));
    }

    /** One or more spaces stand between the scheme and the token (RFC 9110, section 11.4). */
    private static String token(String value) {
        int from = SCHEME.length();
        while (from < value.length() && value.charAt(from) == ' ') {
            from++;
        }
        return value.substring(from);
    }

    private Finding finding(String token, JwtResult result) {
        if (result instanceof JwtResult.Refused refused) {
            return refused(token, refused.refusal());
        }
        if (result instanceof JwtResult.Undecided undecided) {
            return new Finding.Undecided("auth.keys_unavailable", undecided.retryAfter());
        }
        Finding known = ((VerifiedJwt) result).view(caller);
        return known == NOBODY ? refused(token, JwtRefusal.MISSING_CLAIM) : known;
    }

    /** Made once for each token that is remembered. */
    private Finding caller(VerifiedJwt jwt) {
        Principal principal =
                Callers.of(jwt.claims(), jwt.issuer(), paths.getOrDefault(jwt.issuer(), ClaimPaths.DEFAULTS));
        return principal == null ? NOBODY : new Finding.Caller(principal);
    }

    private static Finding refused(String token, JwtRefusal why) {
        return new Finding.Refused(why.code(), INVALID_TOKEN, JwtVerifier.fingerprint(token));
    }

    /** RFC 6750, section 2.3, is refused as RFC 9700, section 2.1.2 wants: a query ends up in logs. */
    private static boolean inQuery(@Nullable String query) {
        return query != null && (query.startsWith("access_token=") || query.contains("&access_token="));
    }
}
