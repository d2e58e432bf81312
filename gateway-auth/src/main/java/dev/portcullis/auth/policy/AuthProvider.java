package dev.portcullis.auth.policy;

import dev.portcullis.auth.access.AccessRules;
import dev.portcullis.auth.access.AuthorizationFilter;
import dev.portcullis.auth.access.RouteAccess;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.policy.model.Authenticate;
import dev.portcullis.gateway.policy.model.Feature;
import dev.portcullis.gateway.policy.model.RouteKey;
import dev.portcullis.gateway.policy.model.RoutePolicy;
import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.shape.NameKind;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sections {@code authentication} and {@code authorization}, and what routes ask of their callers. */
public final class AuthProvider implements FilterProvider {
    private static final NameKind VARIABLE = new NameKind("path variable");

    /** For {@link java.util.ServiceLoader}. */
    public AuthProvider() {}

    @Override
    public String name() {
        return "gateway-auth";
    }

    @Override
    public List<Section<?>> sections() {
        return List.of(AuthenticationPolicy.SECTION, AuthorizationPolicy.SECTION);
    }

    @Override
    public List<RouteKey<?>> routeKeys() {
        return List.of(AuthorizationPolicy.AUTHORIZE);
    }

    @Override
    public void contribute(PolicyContext policy, Contribution contribution) {
        AuthenticationPolicy authentication =
                policy.get(AuthenticationPolicy.SECTION).orElse(null);
        if (authentication != null) {
            contribution
                    .install(Stage.AUTHENTICATION, Credentials.filter(policy, contribution, authentication))
                    .mode(route -> policy.mode(Feature.AUTHENTICATION, route))
                    .provides(Principal.KEY)
                    .at(AuthenticationPolicy.SECTION.place());
        }
        if (authentication != null || authorizes(policy)) {
            authorization(policy, contribution, authentication);
        }
    }

    /** Whether the policy asks anything of callers: also where a route opens itself, or another filter knows who they are. */
    private static boolean authorizes(PolicyContext policy) {
        return policy.get(AuthorizationPolicy.SECTION).isPresent()
                || policy.routes().stream()
                        .anyMatch(route ->
                                route.get(AuthorizationPolicy.AUTHORIZE).isPresent());
    }

    private static void authorization(
            PolicyContext policy, Contribution contribution, @Nullable AuthenticationPolicy authentication) {
        requireCallers(policy);
        AccessTerms terms = policy.get(AuthorizationPolicy.SECTION).orElse(AccessTerms.NONE);
        AccessRules rules = terms.rules(policy, new Vouchers(authentication));
        Map<String, RouteAccess> routes = new HashMap<>();
        for (RoutePolicy route : policy.routes()) {
            route.get(AuthorizationPolicy.AUTHORIZE).ifPresent(access -> {
                requireVariables(policy, route, access);
                requireAdmission(policy, route, access);
                routes.put(route.id(), access);
            });
            requireGranted(policy, rules, route);
        }
        terms.requireUse(policy, routes.values());
        contribution
                .install(
                        Stage.AUTHORIZATION,
                        new AuthorizationFilter(rules, routes, policy.metadata().name()))
                .mode(route -> policy.mode(Feature.AUTHORIZATION, route))
                .needs(Principal.KEY)
                .at(AuthorizationPolicy.SECTION.place());
    }

    /** Roles and denials are of callers, so some route has to look at who is calling. */
    private static void requireCallers(PolicyContext policy) {
        if (policy.get(AuthorizationPolicy.SECTION).isPresent()
                && policy.routes().stream().allMatch(route -> route.authenticate() == Authenticate.NONE)) {
            policy.error(
                    AuthorizationPolicy.SECTION.place(),
                    "unused-setting",
                    "nothing uses " + AuthorizationPolicy.SECTION.place()
                            + ": every route has authenticate: none, so no caller is known; remove it, or let a route"
                            + " authenticate");
        }
    }

    /** What only a caller can meet is not asked where nobody is one: it would be a route that refuses everybody. */
    private static void requireAdmission(PolicyContext policy, RoutePolicy route, RouteAccess access) {
        if (route.authenticate() == Authenticate.NONE && !access.admitsAnonymous()) {
            policy.error(
                    policy.place(route, AuthorizationPolicy.AUTHORIZE),
                    "nothing-grants",
                    "nobody can meet the `authorize` of the route \"" + route.id()
                            + "\": with authenticate: none no caller is known, so only conditions on the request can"
                            + " hold (clientAddress, time, header, methods, pathVariable); remove authenticate: none,"
                            + " or what asks for a caller");
        }
    }

    private static void requireVariables(PolicyContext policy, RoutePolicy route, RouteAccess access) {
        Set<String> known = new HashSet<>();
        if (route.match().path() != null) {
            known.addAll(route.match().path().variableNames());
        }
        for (String variable : access.variables()) {
            if (!known.contains(variable)) {
                policy.dangling(
                        policy.place(route, AuthorizationPolicy.AUTHORIZE).member("when"), VARIABLE, variable, known);
            }
        }
    }

    private static void requireGranted(PolicyContext policy, AccessRules rules, RoutePolicy route) {
        if (route.authenticate() != Authenticate.REQUIRED
                || route.get(AuthorizationPolicy.AUTHORIZE).isPresent()
                || route.match().path() == null) {
            return;
        }
        Set<String> methods = route.match().methods().isEmpty()
                ? Set.of("GET")
                : Set.copyOf(route.match().methods());
        if (!rules.mayGrant(methods, route.match().path())) {
            policy.error(
                    policy.place(route),
                    "nothing-grants",
                    "nothing grants the route \"" + route.id() + "\": no binding reaches it and it has no `authorize`;"
                            + " to open it, write `authenticate: none` or `authorize: {anyAuthenticated: true}`");
        }
    }
}
