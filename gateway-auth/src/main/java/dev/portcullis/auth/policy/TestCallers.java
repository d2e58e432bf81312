package dev.portcullis.auth.policy;

import dev.portcullis.auth.Callers;
import dev.portcullis.auth.ClaimPaths;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.policy.spi.TestCaller;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Authentication in a policy's test: the claims are given, as a verified token would have said them. */
final class TestCallers implements Filter {
    private final Map<String, ClaimPaths> paths;
    private final String first;

    /** Claims are those of the issuer that they name, else of the first. */
    TestCallers(AuthenticationPolicy authentication) {
        this.paths = Issuers.paths(authentication.jwt());
        this.first = authentication.jwt().isEmpty()
                ? "test"
                : authentication.jwt().get(0).issuer();
    }

    @Override
    public String name() {
        return "authentication";
    }

    @Override
    public Verdict onRequest(Exchange exchange) {
        Route.Authentication wanted =
                exchange.get(Route.KEY).map(Route::authentication).orElse(Route.Authentication.REQUIRED);
        TestCaller caller = exchange.get(TestCaller.KEY).orElse(null);
        if (wanted == Route.Authentication.NONE || caller == null && wanted == Route.Authentication.OPTIONAL) {
            return Decision.CONTINUE;
        }
        Principal principal = caller == null ? null : principal(caller.claims());
        if (principal == null) {
            return Decision.reject(Reason.UNAUTHENTICATED, "auth.missing", "no credential");
        }
        exchange.put(Principal.KEY, principal);
        return Decision.CONTINUE;
    }

    private @Nullable Principal principal(Map<String, Object> claims) {
        String issuer = claims.get("iss") instanceof String named && paths.containsKey(named) ? named : first;
        return Callers.of(claims, issuer, paths.getOrDefault(issuer, ClaimPaths.DEFAULTS));
    }
}
