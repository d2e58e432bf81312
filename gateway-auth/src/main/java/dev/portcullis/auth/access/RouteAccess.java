package dev.portcullis.auth.access;

import dev.portcullis.auth.ClaimPaths;
import dev.portcullis.gateway.CidrSet;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.PathVariables;
import dev.portcullis.gateway.Principal;
import java.util.List;
import java.util.Set;

/**
 * What one route asks of its callers; all that is given must hold.
 *
 * @param anyRole at least one of these, or empty
 * @param anyAuthenticated whether being authenticated is enough where nothing else is asked
 * @param allScopes all of these (RFC 6749, section 3.3)
 * @param when further conditions
 */
public record RouteAccess(Set<String> anyRole, boolean anyAuthenticated, Set<String> allScopes, List<Condition> when) {
    /** A condition on the caller or the request. */
    public sealed interface Condition {
        /**
         * A claim equals a text, or the value of a path variable: the ownership check against broken object-level
         * authorization.
         *
         * @param claim a dotted path
         * @param equal a text, or <code>{name}</code>
         */
        record ClaimEquals(String claim, String equal) implements Condition {}

        /**
         * The client's address is in one of these ranges.
         *
         * @param ranges the ranges
         */
        record FromAddress(CidrSet ranges) implements Condition {}
    }

    /** Copies the parts. */
    public RouteAccess {
        anyRole = Set.copyOf(anyRole);
        allScopes = Set.copyOf(allScopes);
        when = List.copyOf(when);
    }

    boolean asksNothing() {
        return anyRole.isEmpty() && allScopes.isEmpty() && when.isEmpty();
    }

    boolean holds(Condition condition, Principal principal, Exchange exchange) {
        if (condition instanceof Condition.FromAddress from) {
            return from.ranges().contains(exchange.request().clientAddress().address());
        }
        Condition.ClaimEquals claim = (Condition.ClaimEquals) condition;
        Object value = ClaimPaths.at(principal.claims(), claim.claim());
        String wanted = claim.equal();
        if (wanted.startsWith("{") && wanted.endsWith("}")) {
            wanted = exchange.get(PathVariables.KEY)
                    .flatMap(variables -> variables.get(
                            claim.equal().substring(1, claim.equal().length() - 1)))
                    .orElse(null);
        }
        boolean scalar = value instanceof String || value instanceof Number || value instanceof Boolean;
        return wanted != null && scalar && wanted.equals(String.valueOf(value));
    }
}
