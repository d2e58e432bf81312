package dev.portcullis.auth;

import dev.portcullis.gateway.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the principal of verified claims. */
public final class Callers {
    /** As Kubernetes names the subject of a service account's token. */
    public static final String SERVICE_ACCOUNT = "system:serviceaccount:";

    /** The group of all service accounts, and how the group of each namespace begins. */
    private static final String ACCOUNT_GROUPS = "system:serviceaccounts";

    private Callers() {}

    /** The principal; {@code null} where the claims name no subject. */
    public static @Nullable Principal of(
            Map<String, ? extends @Nullable Object> claims, String issuer, ClaimPaths paths) {
        String client = text(claims.get("client_id"));
        String subject = text(claims.get("sub"));
        String named =
                claims.containsKey("sub") ? subject : client; // a subject that is no text is nobody, not the client
        if (named == null || named.isEmpty()) {
            return null;
        }
        Map<String, Object> known = new LinkedHashMap<>();
        claims.forEach((name, value) -> {
            if (value != null) {
                known.put(name, value);
            }
        });
        boolean workload = named.startsWith(SERVICE_ACCOUNT) || named.equals(client);
        return new Principal(
                named,
                workload ? Principal.Kind.SERVICE_ACCOUNT : Principal.Kind.USER,
                issuer,
                text(claims.get("jti")),
                text(ClaimPaths.at(known, paths.tenant())),
                ClaimPaths.texts(known, paths.roles()),
                groups(named, paths, known),
                ClaimPaths.texts(known, paths.scopes()),
                known);
    }

    /**
     * Service accounts are in the groups that Kubernetes puts them in: all of them, and those of their namespace. No token can
     * claim these groups.
     */
    private static Set<String> groups(String subject, ClaimPaths paths, Map<String, Object> claims) {
        Set<String> groups = ClaimPaths.texts(claims, paths.groups());
        groups.removeIf(group -> group.equals(ACCOUNT_GROUPS) || group.startsWith(ACCOUNT_GROUPS + ":"));
        int end = subject.indexOf(':', SERVICE_ACCOUNT.length());
        if (paths.cluster() && subject.startsWith(SERVICE_ACCOUNT) && end > 0) {
            groups.add(ACCOUNT_GROUPS);
            groups.add(ACCOUNT_GROUPS + ":" + subject.substring(SERVICE_ACCOUNT.length(), end));
        }
        return groups;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text ? text : null;
    }
}
