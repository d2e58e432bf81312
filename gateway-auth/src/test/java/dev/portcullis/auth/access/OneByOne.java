package dev.portcullis.auth.access;

import dev.portcullis.gateway.Principal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Decides by reading every rule, as a person would. */
final class OneByOne {
    private OneByOne() {}

    static boolean denies(AccessRules rules, Principal caller, String method, String path) {
        return rules.denials().stream()
                .anyMatch(denial -> denial.refused().covers(method, path) && includes(denial.subjects(), caller, true));
    }

    static boolean grants(AccessRules rules, Principal caller, String method, String path) {
        return rules.bindings().stream()
                .filter(binding -> reaches(binding, caller))
                .flatMap(binding -> rules.roles().get(binding.role()).stream())
                .anyMatch(grant -> grant.covers(method, path));
    }

    static Set<String> roles(AccessRules rules, Principal caller) {
        Set<String> roles = new HashSet<>(caller.roles());
        rules.bindings().stream()
                .filter(binding -> reaches(binding, caller))
                .forEach(binding -> roles.add(binding.role()));
        return roles;
    }

    private static boolean reaches(AccessRules.Binding binding, Principal caller) {
        boolean tenant = binding.tenants().isEmpty()
                || caller.tenant() != null && binding.tenants().contains(caller.tenant());
        boolean ofNoKind = caller.issuer().equals("api-key") || caller.issuer().equals("client-certificate");
        return tenant && includes(binding.subjects(), caller, ofNoKind);
    }

    private static boolean includes(List<Subject> subjects, Principal caller, boolean eitherKind) {
        return subjects.stream()
                .filter(subject ->
                        subject.issuers().isEmpty() || subject.issuers().contains(caller.issuer()))
                .anyMatch(subject -> switch (subject.kind()) {
                    case USER ->
                        (eitherKind || caller.kind() == Principal.Kind.USER)
                                && caller.subject().equals(subject.name());
                    case GROUP -> caller.groups().contains(subject.name());
                    case SERVICE_ACCOUNT ->
                        (eitherKind || caller.kind() == Principal.Kind.SERVICE_ACCOUNT)
                                && caller.subject().equals(subject.name());
                });
    }
}
