package dev.portcullis.auth.access;

import dev.portcullis.auth.ApiKeyField;
import dev.portcullis.auth.SubjectCertificates;
import dev.portcullis.gateway.Principal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rules made ready for deciding: a decision looks at what is said of the caller, and not at what is said of all others.
 * Immutable and thread-safe.
 */
final class CompiledRules {
    private final SubjectIndex<Held> held;
    private final SubjectIndex<Grant[]> denied;

    CompiledRules(AccessRules rules) {
        Map<String, List<Grant>> roles = rules.roles();
        held = SubjectIndex.of(rules.bindings(), AccessRules.Binding::subjects, bindings -> Held.of(bindings, roles));
        denied = SubjectIndex.of(
                rules.denials(),
                AccessRules.Denial::subjects,
                denials -> denials.stream().map(AccessRules.Denial::refused).toArray(Grant[]::new));
    }

    /**
     * An API key and a certificate do not say whether a person or a program holds them: whoever wrote the key's subject, or
     * trusts the authority, may call it either. A token of a workload is no user's.
     */
    private static boolean eitherKind(Principal principal) {
        return principal.issuer().equals(ApiKeyField.ISSUER)
                || principal.issuer().equals(SubjectCertificates.ISSUER);
    }

    /** A denial is of whoever has the name, be it as a user or as a service account. */
    boolean denies(Principal principal, String method, String path) {
        return denied.any(principal, true, grants -> covers(grants, method, path));
    }

    private static boolean covers(Grant[] grants, String method, String path) {
        for (Grant grant : grants) {
            if (grant.covers(method, path)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a binding gives the principal a role that grants this. */
    boolean grants(Principal principal, String method, String path) {
        return held.any(principal, eitherKind(principal), roles -> roles.grants(principal.tenant(), method, path));
    }

    /** Whether the credential carries one of the roles, or a binding gives it. */
    boolean hasAnyRole(Principal principal, Set<String> wanted) {
        for (String role : wanted) {
            if (principal.roles().contains(role)) {
                return true;
            }
        }
        return held.any(principal, eitherKind(principal), roles -> roles.includesAny(principal.tenant(), wanted));
    }
}
