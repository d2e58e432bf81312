package dev.portcullis.auth.access;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one route asks of its callers; all that is given must hold.
 *
 * @param anyRole at least one of these, or empty
 * @param anyAuthenticated whether being authenticated is enough where nothing else is asked
 * @param allScopes all of these (RFC 6749, section 3.3)
 * @param when further conditions
 */
public record RouteAccess(Set<String> anyRole, boolean anyAuthenticated, Set<String> allScopes, List<Condition> when) {
    /** Copies the parts. */
    public RouteAccess {
        anyRole = Set.copyOf(anyRole);
        allScopes = Set.copyOf(allScopes);
        when = List.copyOf(when);
    }

    boolean asksNothing() {
        return anyRole.isEmpty() && allScopes.isEmpty() && when.isEmpty();
    }

    /**
     * Whether a caller without a credential may be let in: only conditions are asked, and all of them on the request. By
     * default it is not.
     */
    public boolean admitsAnonymous() {
        if (!anyRole.isEmpty() || anyAuthenticated || !allScopes.isEmpty() || when.isEmpty()) {
            return false;
        }
        for (int i = 0; i < when.size(); i++) {
            if (when.get(i).onCaller()) {
                return false;
            }
        }
        return true;
    }

    /** The path variables that the conditions name: a route that lacks one of them can never be used. */
    public Set<String> variables() {
        Set<String> names = new TreeSet<>();
        for (Condition condition : when) {
            String name = null;
            if (condition instanceof Condition.ClaimEquals claim) {
                name = Variables.name(claim.equal());
            } else if (condition instanceof Condition.ClaimContains claim) {
                name = Variables.name(claim.item());
            } else if (condition instanceof Condition.VariableIn variable) {
                name = variable.name();
            }
            if (name != null) {
                names.add(name);
            }
        }
        return names;
    }
}
