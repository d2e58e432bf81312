package dev.portcullis.auth.policy;

import dev.portcullis.auth.access.AccessRules;
import dev.portcullis.auth.access.Grant;
import dev.portcullis.auth.access.RouteAccess;
import dev.portcullis.auth.access.Subject;
import dev.portcullis.gateway.policy.shape.Place;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code authorization} as it is written: who a subject is depends on who vouches for it, which another section
 * says.
 *
 * @param roles what each role grants
 * @param bindings who has which role
 * @param denials what is refused to whom
 */
record AccessTerms(Map<String, List<Grant>> roles, List<Binding> bindings, List<Denial> denials) {
    /** Nothing is granted and nothing denied. */
    static final AccessTerms NONE = new AccessTerms(Map.of(), List.of(), List.of());

    /**
     * One subject.
     *
     * @param kind what sort
     * @param name its name; of a Kubernetes service account {@code namespace/name}
     * @param issuer who vouches for it, by name, or {@code null} for whoever may
     */
    record Who(Subject.Kind kind, String name, @Nullable String issuer) {}

    /**
     * Gives a role.
     *
     * @param role its name
     * @param subjects to whom
     * @param tenants where; empty for everywhere
     */
    record Binding(String role, List<Who> subjects, Set<String> tenants) {}

    /**
     * Refuses something.
     *
     * @param subjects to whom
     * @param refused what
     */
    record Denial(List<Who> subjects, Grant refused) {}

    /** The rules, with the issuers that this policy trusts; mistakes are reported. */
    AccessRules rules(PolicyContext policy, Vouchers vouchers) {
        Place section = AuthorizationPolicy.SECTION.place();
        List<AccessRules.Binding> bound = new ArrayList<>();
        for (int i = 0; i < bindings.size(); i++) {
            Binding binding = bindings.get(i);
            List<Subject> subjects = new ArrayList<>();
            Place place = section.member("bindings").item(i).member("subjects");
            for (int j = 0; j < binding.subjects().size(); j++) {
                subjects.addAll(
                        vouchers.bound(policy, place.item(j), binding.subjects().get(j)));
            }
            bound.add(new AccessRules.Binding(binding.role(), subjects, binding.tenants()));
        }
        List<AccessRules.Denial> denied = new ArrayList<>();
        for (int i = 0; i < denials.size(); i++) {
            Denial denial = denials.get(i);
            List<Subject> subjects = new ArrayList<>();
            Place place = section.member("deny").item(i).member("subjects");
            for (int j = 0; j < denial.subjects().size(); j++) {
                subjects.addAll(
                        vouchers.denied(policy, place.item(j), denial.subjects().get(j)));
            }
            denied.add(new AccessRules.Denial(subjects, denial.refused()));
        }
        return new AccessRules(roles, bound, denied);
    }

    /** A role that nobody is given and no route asks for is a mistake: somebody believes that it grants something. */
    void requireUse(PolicyContext policy, Collection<RouteAccess> routes) {
        Place place = AuthorizationPolicy.SECTION.place().member("roles");
        int item = 0;
        for (String role : roles.keySet()) {
            boolean used = bindings.stream().anyMatch(binding -> binding.role().equals(role))
                    || routes.stream().anyMatch(route -> route.anyRole().contains(role));
            if (!used) {
                policy.error(
                        place.item(item),
                        "unused-setting",
                        "nothing uses the role \"" + role
                                + "\": no binding gives it to anybody, and no route asks for it; bind it, or remove it");
            }
            item++;
        }
    }
}
