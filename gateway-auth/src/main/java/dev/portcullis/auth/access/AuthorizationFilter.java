package dev.portcullis.auth.access;

import static java.util.Objects.requireNonNull;

import dev.portcullis.auth.ApiKeyField;
import dev.portcullis.auth.SubjectCertificates;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.RequestHead;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * May the caller do this? By default nobody may: a route says what it asks, or the roles decide, and a denial always wins.
 *
 * <p>Where a route requires no credential, a caller without one is anonymous: what the route asks is judged all the same, and
 * only conditions on the request can hold for it. Such a route that asks nothing is open, whatever the roles grant.
 */
public final class AuthorizationFilter implements Filter {
    private static final Decision ANONYMOUS =
            Decision.reject(Reason.FORBIDDEN, "authz.anonymous", "the caller is anonymous");
    private static final Decision DENIED = Decision.reject(Reason.FORBIDDEN, "authz.denied", "a deny rule matches");
    private static final Decision NO_ROLE =
            Decision.reject(Reason.FORBIDDEN, "authz.no_role", "no role of the caller grants this");
    private static final Decision CONDITION =
            Decision.reject(Reason.FORBIDDEN, "authz.condition", "a condition of the route does not hold");

    private final CompiledRules rules;
    private final Map<String, RouteAccess> routes;
    private final String realm;

    /**
     * A filter by these rules.
     *
     * @param routes what routes ask, by id; for any other the roles decide
     * @param realm names what is protected, in challenges
     */
    public AuthorizationFilter(AccessRules rules, Map<String, RouteAccess> routes, String realm) {
        this.realm = requireNonNull(realm, "realm");
        this.rules = new CompiledRules(rules);
        this.routes = Map.copyOf(routes);
    }

    @Override
    public String name() {
        return "authorization";
    }

    @Override
    public Verdict onRequest(Exchange exchange) {
        Route route = exchange.get(Route.KEY).orElse(null);
        RouteAccess asked = route == null ? null : routes.get(route.id());
        boolean required = route == null || route.authentication() == Route.Authentication.REQUIRED;
        boolean open = !required && asked == null;
        Principal principal = exchange.get(Principal.KEY).orElse(null);
        if (principal == null) {
            return open ? Decision.CONTINUE : anonymous(required ? null : asked, exchange);
        }
        RequestHead head = exchange.request();
        if (rules.denies(principal, head.method(), head.path())) {
            return DENIED;
        }
        if (asked == null) {
            return open || rules.grants(principal, head.method(), head.path()) ? Decision.CONTINUE : NO_ROLE;
        }
        return judge(asked, principal, exchange);
    }

    private Verdict judge(RouteAccess asked, Principal principal, Exchange exchange) {
        if (asked.asksNothing() && !asked.anyAuthenticated()) {
            return NO_ROLE; // being authenticated is not enough, and nothing else is said that would be
        }
        if (!asked.anyRole().isEmpty() && !rules.hasAnyRole(principal, asked.anyRole())) {
            return NO_ROLE;
        }
        String missing = missingScopes(asked.allScopes(), principal.scopes());
        if (missing != null) {
            return insufficientScope(principal, missing);
        }
        return conditions(asked, principal, exchange);
    }

    private static Verdict anonymous(@Nullable RouteAccess asked, Exchange exchange) {
        return asked != null && asked.admitsAnonymous() ? conditions(asked, null, exchange) : ANONYMOUS;
    }

    private static Verdict conditions(RouteAccess asked, @Nullable Principal principal, Exchange exchange) {
        List<Condition> conditions = asked.when();
        for (int i = 0; i < conditions.size(); i++) {
            if (!conditions.get(i).holds(principal, exchange)) {
                return CONDITION;
            }
        }
        return Decision.CONTINUE;
    }

    /** The holder of a token learns which scopes it lacks (RFC 6750, section 3.1); no other credential can be had with more. */
    private Decision insufficientScope(Principal principal, String missing) {
        Rejection rejection = Rejection.of(Reason.FORBIDDEN, "authz.insufficient_scope", "scopes are missing");
        boolean token = !principal.issuer().equals(ApiKeyField.ISSUER)
                && !principal.issuer().equals(SubjectCertificates.ISSUER);
        return Decision.reject(
                token
                        ? rejection.withHeader(
                                "WWW-Authenticate",
                                "Bearer realm=\"" + realm + "\", error=\"insufficient_scope\", scope=\"" + missing
                                        + '"')
                        : rejection);
    }

    private static @Nullable String missingScopes(Set<String> wanted, Set<String> had) {
        return had.containsAll(wanted) ? null : String.join(" ", new TreeSet<>(wanted));
    }
}
