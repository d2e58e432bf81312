package dev.portcullis.auth;

import dev.portcullis.gateway.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
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
                ClaimPaths.texts(known, paths.groups()),
                ClaimPaths.texts(known, paths.scopes()),
                known);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text ? text : null;
    }
}
