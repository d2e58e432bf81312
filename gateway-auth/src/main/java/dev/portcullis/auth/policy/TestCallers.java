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

/** Authentication in a policy's test: the claims are given, as a verified token of the first issuer would have said them. */
final class TestCallers implements Filter {
    private final String issuer;
    private final ClaimPaths paths;

    TestCallers(AuthenticationPolicy authentication) {
        boolean tokens = !authentication.jwt().isEmpty();
        this.issuer = tokens ? authentication.jwt().get(0).issuer() : "test";
        this.paths = tokens ? authentication.jwt().get(0).claims() : ClaimPaths.DEFAULTS;
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
        Principal principal = caller == null ? null : Callers.of(caller.claims(), issuer, paths);
        if (principal == null) {
            return Decision.reject(Reason.UNAUTHENTICATED, "auth.missing", "no credential");
        }
        exchange.put(Principal.KEY, principal);
        return Decision.CONTINUE;
    }
}
