package dev.portcullis.auth;

import dev.portcullis.gateway.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the principal of verified claims. */
public final class Callers {
    /** As Kubernetes names the subject of a service account's token. */
    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

    private Callers() {}

    /** The principal; {@code null} where the claims name no subject. */
    public static @Nullable Principal of(
            Map<String, ? extends @Nullable Object> claims, String issuer, ClaimPaths paths) {
        String client = text(claims.get("client_id"));
        String subject = text(claims.get("sub"));
        String named = subject == null ? client : subject;
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

    /** Service accounts are in the groups that Kubernetes puts them in: all of them, and those of their namespace. */
    private static Set<String> groups(String subject, ClaimPaths paths, Map<String, Object> claims) {
        Set<String> groups = ClaimPaths.texts(claims, paths.groups());
        int end = subject.indexOf(':', SERVICE_ACCOUNT.length());
        if (paths.equals(ClaimPaths.KUBERNETES) && subject.startsWith(SERVICE_ACCOUNT) && end > 0) {
            groups.add("system:serviceaccounts");
            groups.add("system:serviceaccounts:" + subject.substring(SERVICE_ACCOUNT.length(), end));
        }
        return groups;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text ? text : null;
    }
}
