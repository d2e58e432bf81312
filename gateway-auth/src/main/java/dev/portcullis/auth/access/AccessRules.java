package dev.portcullis.auth.access;

import dev.portcullis.gateway.PathTemplate;
import dev.portcullis.gateway.Principal;
import java.util.HashSet;
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

        boolean reaches(Principal principal) {
            if (!tenants.isEmpty() && (principal.tenant() == null || !tenants.contains(principal.tenant()))) {
                return false;
            }
            for (int i = 0; i < subjects.size(); i++) {
                if (subjects.get(i).includes(principal)) {
                    return true;
                }
            }
            return false;
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

    boolean denies(Principal principal, String method, String path) {
        for (Denial denial : denials) {
            if (denial.refused().covers(method, path)
                    && denial.subjects().stream().anyMatch(subject -> subject.includes(principal))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a binding gives the principal a role that grants this. */
    boolean grants(Principal principal, String method, String path) {
        for (Binding binding : bindings) {
            for (Grant grant : roles.getOrDefault(binding.role(), List.of())) {
                if (grant.covers(method, path) && binding.reaches(principal)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The roles that the credential carries, and those that bindings give. */
    Set<String> rolesOf(Principal principal) {
        Set<String> all = new HashSet<>(principal.roles());
        for (Binding binding : bindings) {
            if (binding.reaches(principal)) {
                all.add(binding.role());
            }
        }
        return all;
    }

    /** Whether anybody could be granted something on this route. */
    public boolean mayGrant(Set<String> methods, PathTemplate template) {
        return bindings.stream()
                .flatMap(binding -> roles.getOrDefault(binding.role(), List.of()).stream())
                .anyMatch(grant -> grant.mayCover(methods, template));
    }
}
