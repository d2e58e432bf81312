package dev.portcullis.auth.access;

import dev.portcullis.gateway.PathTemplate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Roles, who is bound to them, and what is denied to whom. Immutable.
 *
 * @param roles what each role grants, by name
 * @param bindings who has which role
 * @param denials what is refused whatever is granted
 */
public record AccessRules(Map<String, List<Grant>> roles, List<Binding> bindings, List<Denial> denials) {
    /** Nothing is granted and nothing denied. */
    public static final AccessRules NONE = new AccessRules(Map.of(), List.of(), List.of());

    /**
     * Gives a role to subjects.
     *
     * @param role its name
     * @param subjects who has it
     * @param tenants where they have it; empty for everywhere
     */
    public record Binding(String role, List<Subject> subjects, Set<String> tenants) {
        /** Copies the parts. */
        public Binding {
            subjects = List.copyOf(subjects);
            tenants = Set.copyOf(tenants);
        }
    }

    /**
     * Refuses subjects something.
     *
     * @param subjects whom
     * @param refused what
     */
    public record Denial(List<Subject> subjects, Grant refused) {
        /** Copies the subjects. */
        public Denial {
            subjects = List.copyOf(subjects);
        }
    }

    /** Copies the parts. */
    public AccessRules {
        roles = Map.copyOf(roles);
        bindings = List.copyOf(bindings);
        denials = List.copyOf(denials);
    }

    /** Whether anybody could be granted something on this route. */
    public boolean mayGrant(Set<String> methods, PathTemplate template) {
        return bindings.stream()
                .flatMap(binding -> roles.getOrDefault(binding.role(), List.of()).stream())
                .anyMatch(grant -> grant.mayCover(methods, template));
    }
}
