package dev.portcullis.auth.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The roles that one subject holds: everywhere, and in tenants. Immutable. */
final class Held {
    /** A role and what it grants. */
    record Role(String name, List<Grant> grants) {}

    private static final Role[] NONE = new Role[0];

    private final Role[] everywhere;
    private final Map<String, Role[]> byTenant;

    private Held(Role[] everywhere, Map<String, Role[]> byTenant) {
        this.everywhere = everywhere;
        this.byTenant = byTenant;
    }

    static Held of(List<AccessRules.Binding> bindings, Map<String, List<Grant>> roles) {
        List<Role> everywhere = new ArrayList<>();
        Map<String, List<Role>> byTenant = new HashMap<>();
        for (AccessRules.Binding binding : bindings) {
            Role role = new Role(binding.role(), roles.getOrDefault(binding.role(), List.of()));
            if (binding.tenants().isEmpty()) {
                add(everywhere, role);
            }
            for (String tenant : binding.tenants()) {
                add(byTenant.computeIfAbsent(tenant, unused -> new ArrayList<>()), role);
            }
        }
        Map<String, Role[]> arrays = new HashMap<>();
        byTenant.forEach((tenant, held) -> arrays.put(tenant, held.toArray(Role[]::new)));
        return new Held(everywhere.toArray(Role[]::new), arrays);
    }

    private static void add(List<Role> to, Role role) {
        if (to.stream().noneMatch(other -> other.name().equals(role.name()))) {
            to.add(role);
        }
    }

    boolean grants(@Nullable String tenant, String method, String path) {
        return grants(everywhere, method, path) || grants(in(tenant), method, path);
    }

    private static boolean grants(Role[] roles, String method, String path) {
        for (Role role : roles) {
            List<Grant> grants = role.grants();
            for (int i = 0; i < grants.size(); i++) {
                if (grants.get(i).covers(method, path)) {
                    return true;
                }
            }
        }
        return false;
    }

    boolean includesAny(@Nullable String tenant, Set<String> names) {
        return includesAny(everywhere, names) || includesAny(in(tenant), names);
    }

    private static boolean includesAny(Role[] roles, Set<String> names) {
        for (Role role : roles) {
            if (names.contains(role.name())) {
                return true;
            }
        }
        return false;
    }

    private Role[] in(@Nullable String tenant) {
        return tenant == null ? NONE : byTenant.getOrDefault(tenant, NONE);
    }
}
