package dev.portcullis.auth.policy;

import dev.portcullis.auth.Callers;
import dev.portcullis.auth.access.Condition;
import dev.portcullis.auth.access.Grant;
import dev.portcullis.auth.access.RouteAccess;
import dev.portcullis.auth.access.Subject;
import dev.portcullis.gateway.PathTemplate;
import dev.portcullis.gateway.policy.model.RouteKey;
import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.NameKind;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The section {@code authorization} and the key {@code authorize} of routes. */
final class AuthorizationPolicy {
    private static final NameKind ROLE = new NameKind("role");
    private static final String METHOD = "[A-Z][A-Z0-9_-]*|\\*";

    static final Section<AccessTerms> SECTION = Section.of("authorization", rules());
    static final RouteKey<RouteAccess> AUTHORIZE = RouteKey.of("authorize", authorize());

    private AuthorizationPolicy() {}

    private record Role(String name, List<Grant> allow) {}

    private static Shape<AccessTerms> rules() {
        return Shapes.object("authorization", members -> {
            Member<List<Role>> roles = members.withDefault(
                    "roles", Shapes.list(role()).named("name").declaring(ROLE, "name"), List.of());
            Member<List<AccessTerms.Binding>> bindings =
                    members.withDefault("bindings", Shapes.list(binding()), List.of());
            Member<List<AccessTerms.Denial>> deny = members.withDefault("deny", Shapes.list(denial()), List.of());
            return values -> {
                Map<String, List<Grant>> granted = new LinkedHashMap<>();
                values.get(roles).forEach(role -> granted.put(role.name(), role.allow()));
                return new AccessTerms(granted, values.get(bindings), values.get(deny));
            };
        });
    }

    private static Shape<Role> role() {
        Shape<Grant> allow = Shapes.object("roleAllow", members -> {
            Member<List<String>> methods = members.required(
                    "methods",
                    Shapes.list(Shapes.text("a method or *", METHOD, 32))
                            .notEmpty()
                            .distinct());
            Member<List<PathTemplate>> paths =
                    members.required("paths", Shapes.list(Shapes.pathTemplate()).notEmpty());
            return values -> new Grant(Set.copyOf(values.get(methods)), values.get(paths));
        });
        return Shapes.object("role", members -> {
            Member<String> name = members.required("name", Shapes.name());
            Member<List<Grant>> grants =
                    members.required("allow", Shapes.list(allow).notEmpty());
            return values -> new Role(values.get(name), values.get(grants));
        });
    }

    private static Shape<AccessTerms.Binding> binding() {
        return Shapes.object("binding", members -> {
            Member<String> role = members.required("role", Shapes.reference(ROLE));
            Member<List<AccessTerms.Who>> subjects =
                    members.required("subjects", Shapes.list(subject()).notEmpty());
            Member<List<String>> tenants = members.optional(
                    "tenants", Shapes.list(Shapes.text()).notEmpty().distinct());
            return values -> new AccessTerms.Binding(
                    values.get(role), values.get(subjects), Set.copyOf(values.or(tenants, List.of())));
        });
    }

    private static Shape<AccessTerms.Denial> denial() {
        return Shapes.object("deny", members -> {
            Member<List<AccessTerms.Who>> subjects =
                    members.required("subjects", Shapes.list(subject()).notEmpty());
            Member<List<String>> methods = members.withDefault(
                    "methods",
                    Shapes.list(Shapes.text("a method or *", METHOD, 32))
                            .notEmpty()
                            .distinct(),
                    List.of(Grant.ANY));
            Member<List<PathTemplate>> paths =
                    members.required("paths", Shapes.list(Shapes.pathTemplate()).notEmpty());
            return values -> new AccessTerms.Denial(
                    values.get(subjects), new Grant(Set.copyOf(values.get(methods)), values.get(paths)));
        });
    }

    private static Shape<AccessTerms.Who> subject() {
        return Shapes.object("subject", members -> {
            Member<String> user = members.optional("user", Shapes.text());
            Member<String> group = members.optional("group", Shapes.text());
            Member<String> account = members.optional("serviceAccount", Shapes.text());
            Member<String> issuer = members.optional("issuer", Shapes.text());
            members.exactlyOne(user, group, account);
            return values -> {
                String vouching = values.orNull(issuer);
                String name = values.orNull(user);
                if (name != null) {
                    if (name.startsWith(Callers.SERVICE_ACCOUNT)) {
                        throw new IllegalArgumentException(
                                "a service account is no user; write `serviceAccount: " + account(name) + "`");
                    }
                    return new AccessTerms.Who(Subject.Kind.USER, name, vouching);
                }
                String of = values.orNull(group);
                return of != null
                        ? new AccessTerms.Who(Subject.Kind.GROUP, of, vouching)
                        : new AccessTerms.Who(Subject.Kind.SERVICE_ACCOUNT, account(values.get(account)), vouching);
            };
        });
    }

    /** By namespace and name, however it is written. */
    private static String account(String written) {
        if (!written.startsWith(Callers.SERVICE_ACCOUNT)) {
            return written;
        }
        return written.substring(Callers.SERVICE_ACCOUNT.length()).replace(':', '/');
    }

    private static Shape<RouteAccess> authorize() {
        return Shapes.object("authorize", members -> {
            Member<List<String>> anyRole = members.optional(
                    "anyRole", Shapes.list(Shapes.text()).notEmpty().distinct());
            Member<Boolean> anyAuthenticated = members.optional("anyAuthenticated", Shapes.flag());
            Member<List<String>> scopes = members.optional(
                    "allScopes",
                    Shapes.list(ConditionShapes.scopeToken()).notEmpty().distinct());
            Member<List<Condition>> when = members.optional(
                    "when", Shapes.list(ConditionShapes.any(), 100).notEmpty());
            members.atLeastOne(anyRole, anyAuthenticated, scopes, when);
            members.atMostOne(anyRole, anyAuthenticated);
            return values -> new RouteAccess(
                    Set.copyOf(values.or(anyRole, List.of())),
                    values.or(anyAuthenticated, false),
                    Set.copyOf(values.or(scopes, List.of())),
                    values.or(when, List.of()));
        });
    }
}
