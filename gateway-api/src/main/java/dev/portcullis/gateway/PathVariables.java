package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the variables of the route's path template stand for in one request: whole segments, percent-decoded as UTF-8.
 * Immutable.
 */
public final class PathVariables {
    /** Left by the route filter, together with {@link Route#KEY}. */
    public static final Key<PathVariables> KEY = Key.of("path-variables", PathVariables.class);

    /** No variables. */
    public static final PathVariables NONE = new PathVariables(List.of(), new String[0]);

    private final List<String> names;
    private final String[] values;

    PathVariables(List<String> names, String[] values) {
        this.names = names;
        this.values = values;
    }

    /** These values. */
    public static PathVariables of(Map<String, String> values) {
        return values.isEmpty()
                ? NONE
                : new PathVariables(
                        List.copyOf(values.keySet()), values.values().toArray(String[]::new));
    }

    /** The decoded segment that the variable stands for; empty if the template has no such variable. */
    public Optional<String> get(String name) {
        int i = names.indexOf(requireNonNull(name, "name"));
        return i < 0 ? Optional.empty() : Optional.of(values[i]);
    }

    /** All variables, in the order of the template. */
    public Map<String, String> asMap() {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            map.put(names.get(i), values[i]);
        }
        return map;
    }

    /** The names alone: values may be personal data. */
    @Override
    public String toString() {
        return names.toString();
    }
}
