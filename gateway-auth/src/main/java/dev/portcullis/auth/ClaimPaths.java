package dev.portcullis.auth;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where an issuer puts what the gateway needs: dotted paths into the claims.
 *
 * @param roles a list of texts, or texts separated by spaces
 * @param scopes likewise (RFC 8693, section 4.2)
 * @param tenant a text
 * @param groups a list of texts
 * @param cluster whether the issuer is a Kubernetes cluster, which puts its service accounts into groups
 */
public record ClaimPaths(String roles, String scopes, String tenant, String groups, boolean cluster) {
    /** As a Kubernetes cluster puts them: the namespace is the tenant. */
    public static final ClaimPaths KUBERNETES =
            new ClaimPaths("roles", "scope", "kubernetes.io.namespace", "groups", true);

    /** {@code roles}, {@code scope}, {@code tenant} and {@code groups}. */
    public static final ClaimPaths DEFAULTS = new ClaimPaths("roles", "scope", "tenant", "groups", false);

    /** Checks the paths. */
    public ClaimPaths {
        requireNonNull(roles, "roles");
        requireNonNull(scopes, "scopes");
        requireNonNull(tenant, "tenant");
        requireNonNull(groups, "groups");
    }

    /** How many dots of a path are looked at; a name has fewer. */
    private static final int MAX_DOTS = 16;

    /**
     * The value at a dotted path, or {@code null}. A name may have dots itself, such as {@code kubernetes.io}: the longest name
     * that is there is taken.
     */
    public static @Nullable Object at(Map<String, ?> claims, String path) {
        return at(claims, path, MAX_DOTS);
    }

    private static @Nullable Object at(Map<?, ?> claims, String path, int dots) {
        Object whole = claims.get(path);
        if (whole != null) {
            return whole;
        }
        int left = dots;
        for (int dot = path.lastIndexOf('.'); dot > 0 && left > 0; dot = path.lastIndexOf('.', dot - 1)) {
            left--;
            if (claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
                return at(inner, path.substring(dot + 1), left);
            }
        }
        return null;
    }

    /** The texts at a path: a list's, or a text's words. */
    static Set<String> texts(Map<String, ?> claims, String path) {
        Object value = at(claims, path);
        Set<String> texts = new LinkedHashSet<>();
        if (value instanceof String words) {
            for (String word : words.split(" ", -1)) {
                if (!word.isEmpty()) {
                    texts.add(word);
                }
            }
        } else if (value instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof String text) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }
}
