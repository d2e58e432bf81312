package dev.portcullis.auth.access;

import dev.portcullis.gateway.PathTemplate;
import java.util.List;
import java.util.Set;

/**
 * Some methods on some paths.
 *
 * @param methods {@code *} for all; GET includes HEAD
 * @param paths templates
 */
public record Grant(Set<String> methods, List<PathTemplate> paths) {
    /** All methods. */
    public static final String ANY = "*";

    /** Copies the parts. */
    public Grant {
        methods = Set.copyOf(methods);
        paths = List.copyOf(paths);
    }

    boolean covers(String method, String path) {
        if (!methods.contains(ANY)
                && !methods.contains(method)
                && !(method.equals("HEAD") && methods.contains("GET"))) {
            return false;
        }
        for (int i = 0; i < paths.size(); i++) {
            if (paths.get(i).matches(path)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it covers requests of this method, or those HEAD requests that a route of this method admits. */
    private boolean mayCover(String method) {
        return methods.contains(method)
                || method.equals("HEAD") && methods.contains("GET")
                || method.equals("GET") && methods.contains("HEAD");
    }

    /** Whether some request of these methods on this template could be covered. */
    boolean mayCover(Set<String> others, PathTemplate template) {
        boolean shared =
                methods.contains(ANY) || others.contains(ANY) || others.stream().anyMatch(this::mayCover);
        return shared && paths.stream().anyMatch(path -> Overlap.between(path.toString(), template.toString()));
    }
}
