package dev.portcullis.auth;

import static java.util.Objects.requireNonNull;

import dev.portcullis.auth.throttle.FailureThrottle;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who is calling, and leaves a {@link Principal}. The first scheme whose credential is present decides. A route
 * that requires authentication refuses a request without a credential; on every route that looks at credentials a bad one is
 * refused, and where nobody can say whether it is bad the answer is 503, never 401.
 *
 * <p>Where failures are throttled, a bad credential beyond the limit is 429; a good one is accepted all the same.
 */
public final class AuthenticationFilter implements Filter {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Decision LATE =
            Decision.reject(Reason.UNAVAILABLE, "auth.keys_unavailable", "the issuer's keys did not come in time");

    private final List<CredentialScheme> schemes;
    private final Challenges challenges;
    private final AuthenticationCounts counts;
    private final @Nullable FailureThrottle failures;
    private final @Nullable FailureThrottle shadowFailures;
    private final Set<String> shadowRoutes;

    private AuthenticationFilter(
            List<CredentialScheme> schemes,
            String realm,
            AuthenticationCounts counts,
            @Nullable FailureThrottle failures,
            @Nullable FailureThrottle shadowFailures,
            Set<String> shadowRoutes) {
        this.schemes = List.copyOf(schemes);
        this.challenges = new Challenges(schemes, realm);
        this.counts = requireNonNull(counts, "counts");
        this.failures = failures;
        this.shadowFailures = shadowFailures;
        this.shadowRoutes = Set.copyOf(shadowRoutes);
    }

    /**
     * A filter that accepts these credentials and does not throttle.
     *
     * @param schemes asked in this order
     * @param realm names what is protected, in challenges
     * @throws IllegalArgumentException without a scheme, or for a realm that is no plain text
     */
    public static AuthenticationFilter accepting(List<CredentialScheme> schemes, String realm) {
        return new AuthenticationFilter(schemes, realm, new AuthenticationCounts(), null, null, Set.of());
    }

    /**
     * The same, throttling failures.
     *
     * @param enforced counts the failures that are answered
     * @param shadow counts those on routes where the filter runs in shadow
     * @param inShadow the ids of those routes
     */
    public AuthenticationFilter throttling(FailureThrottle enforced, FailureThrottle shadow, Set<String> inShadow) {
        return new AuthenticationFilter(schemes, challenges.realm(), counts, enforced, shadow, inShadow);
    }

    /** The same, counting here how it goes. */
    public AuthenticationFilter counting(AuthenticationCounts here) {
        return new AuthenticationFilter(schemes, challenges.realm(), here, failures, shadowFailures, shadowRoutes);
    }

    @Override
    public String name() {
        return "authentication";
    }

    @Override
    public Verdict onRequest(Exchange exchange) {
        Route route = exchange.get(Route.KEY).orElse(null);
        Route.Authentication wanted = route == null ? Route.Authentication.REQUIRED : route.authentication();
        if (wanted == Route.Authentication.NONE) {
            return Decision.CONTINUE;
        }
        for (int i = 0; i < schemes.size(); i++) {
            Finding finding = schemes.get(i).examine(exchange);
            if (finding instanceof Finding.Pending pending) {
                int scheme = i;
                return Verdict.defer(
                        pending.later().thenApply(later -> decide(exchange, route, scheme, later)), PATIENCE, LATE);
            }
            if (finding != null) {
                return decide(exchange, route, i, finding);
            }
        }
        if (exchange.request().headers().contains("Authorization")) {
            return challenges.without("auth.scheme", "a scheme that is not accepted here");
        }
        return wanted == Route.Authentication.OPTIONAL
                ? Decision.CONTINUE
                : challenges.without("auth.missing", "no credential");
    }

    private Decision decide(Exchange exchange, @Nullable Route route, int scheme, Finding finding) {
        if (finding instanceof Finding.Caller caller) {
            counts.accepted.increment();
            exchange.put(Principal.KEY, caller.principal());
            return Decision.CONTINUE;
        }
        if (finding instanceof Finding.Refused refused) {
            counts.refused.increment();
            Duration locked = throttled(exchange, route, scheme, refused);
            return locked == null ? challenges.refused(scheme, refused) : throttled(locked, refused);
        }
        if (finding instanceof Finding.Undecided undecided) {
            counts.undecided.increment();
            return Decision.reject(
                    Rejection.of(Reason.UNAVAILABLE, undecided.code(), "nobody can say whether the credential is good")
                            .withHeader("Retry-After", seconds(undecided.retryAfter())));
        }
        if (finding instanceof Finding.Malformed malformed) {
            return challenges.malformed(scheme, malformed);
        }
        throw new IllegalStateException("a finding that is pending became another");
    }

    private @Nullable Duration throttled(
            Exchange exchange, @Nullable Route route, int scheme, Finding.Refused refused) {
        FailureThrottle throttle = route != null && shadowRoutes.contains(route.id()) ? shadowFailures : failures;
        if (throttle == null) {
            return null;
        }
        String presented =
                refused.credential() == null ? null : schemes.get(scheme).name() + ' ' + refused.credential();
        return throttle.failed(exchange.request().clientAddress(), presented);
    }

    private Decision throttled(Duration locked, Finding.Refused refused) {
        counts.throttled.increment();
        return Decision.reject(
                Rejection.of(Reason.RATE_LIMITED, "auth.throttled", "too many failures, the last: " + refused.code())
                        .withHeader("Retry-After", seconds(locked)));
    }

    /** Whole seconds, rounded up: never before. */
    private static String seconds(Duration wait) {
        return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
    }
}
