package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;

/**
 * What the body of a refusal says beyond status and title (RFC 9457, sections 3.1.1 and 3.2).
 *
 * @param type the problem type, an absolute URI, or {@code about:blank}
 * @param members extension members, each a list of strings, such as {@code violated-policies}; seen by the client
 */
public record Problem(String type, Map<String, List<String>> members) {
    /** No type of its own and no members. */
    public static final Problem NONE = new Problem("about:blank", Map.of());

    /** Copies the members. */
    public Problem {
        requireNonNull(type, "type");
        members = Map.copyOf(members);
    }
}
