package dev.portcullis.ratelimit;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Verified claims by dotted path. */
final class ClaimValues {
    private ClaimValues() {}

    /** The text, number or flag at a path; {@code null} where there is none. */
    static @Nullable String text(Map<String, Object> claims, String path) {
        Object value = value(claims, path);
        return isPlain(value) ? String.valueOf(value) : null;
    }

    /** Whether the claim is this text, or a list that has it. */
    static boolean has(Map<String, Object> claims, String path, String wanted) {
        Object value = value(claims, path);
        if (value instanceof Collection<?> items) {
            for (Object item : items) {
                if (isPlain(item) && item.toString().equals(wanted)) {
                    return true;
                }
            }
            return false;
        }
        return isPlain(value) && String.valueOf(value).equals(wanted);
    }

    private static boolean isPlain(@Nullable Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }

    /** The value at a dotted path; a claim whose own name has dots is found by its whole name. */
    private static @Nullable Object value(Map<String, Object> claims, String path) {
        Object whole = claims.get(path);
        if (whole != null) {
            return whole;
        }
        Object value = claims;
        int from = 0;
        while (from <= path.length()) {
            if (!(value instanceof Map<?, ?> map)) {
                return null;
            }
            int dot = path.indexOf('.', from);
            int to = dot < 0 ? path.length() : dot;
            value = map.get(path.substring(from, to));
            from = to + 1;
        }
        return value;
    }
}
