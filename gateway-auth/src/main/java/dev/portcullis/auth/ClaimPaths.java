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
 */
public record ClaimPaths(String roles, String scopes, String tenant, String groups) {
    /** {@code roles}, {@code scope}, {@code tenant} and {@code groups}. */
    public static final ClaimPaths DEFAULTS = new ClaimPaths("roles", "scope", "tenant", "groups");

    /** Checks the paths. */
    public ClaimPaths {
        requireNonNull(roles, "roles");
        requireNonNull(scopes, "scopes");
        requireNonNull(tenant, "tenant");
        requireNonNull(groups, "groups");
    }

    /** The value at a dotted path, or {@code null}. A claim whose own name has dots is found by its whole name. */
    public static @Nullable Object at(Map<String, ?> claims, String path) {
        Object whole = claims.get(path);
        if (whole != null) {
            return whole;
        }
        Object value = claims;
        int from = 0;
        while (from <= path.length()) {
            int dot = path.indexOf('.', from);
            int to = dot < 0 ? path.length() : dot;
            if (!(value instanceof Map<?, ?> map)) {
                return null;
            }
            value = map.get(path.substring(from, to));
            from = to + 1;
        }
        return value;
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
