package dev.portcullis.auth.policy;

import dev.portcullis.auth.AuthenticationFilter;
import dev.portcullis.auth.Callers;
import dev.portcullis.auth.ClaimPaths;
import dev.portcullis.auth.access.AccessRules;
import dev.portcullis.auth.access.AuthorizationFilter;
import dev.portcullis.auth.access.RouteAccess;
import dev.portcullis.auth.jwks.FetchedKeys;
import dev.portcullis.auth.jwks.FetchedKeysSettings;
import dev.portcullis.auth.jwks.JwkSet;
import dev.portcullis.auth.jwks.KeyFetch;
import dev.portcullis.auth.jwks.KeyFetches;
import dev.portcullis.auth.jwks.KeySource;
import dev.portcullis.auth.jwks.VerificationKeys;
import dev.portcullis.auth.jwt.JwtIssuer;
import dev.portcullis.auth.jwt.JwtVerifier;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.policy.model.Authenticate;
import dev.portcullis.gateway.policy.model.Feature;
import dev.portcullis.gateway.policy.model.RouteKey;
import dev.portcullis.gateway.policy.model.RoutePolicy;
import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.shape.Place;
import dev.portcullis.gateway.policy.shape.PolicyFile;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.gateway.policy.spi.Purpose;
import dev.portcullis.gateway.policy.spi.TestCaller;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sections {@code authentication} and {@code authorization}, and what routes ask of their callers. */
public final class AuthProvider implements FilterProvider {
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
        if (authentication == null) {
            return;
        }
        Filter who = policy.purpose() == Purpose.CHECK
                ? testCaller(authentication)
                : new AuthenticationFilter(verifier(policy, authentication), paths(authentication));
        contribution
                .install(Stage.AUTHENTICATION, who)
                .mode(route -> policy.mode(Feature.AUTHENTICATION, route))
                .provides(Principal.KEY)
                .at(AuthenticationPolicy.SECTION.place());
        AccessRules rules = policy.get(AuthorizationPolicy.SECTION).orElse(AccessRules.NONE);
        Map<String, RouteAccess> routes = new HashMap<>();
        for (RoutePolicy route : policy.routes()) {
            route.get(AuthorizationPolicy.AUTHORIZE).ifPresent(access -> routes.put(route.id(), access));
            requireGranted(policy, rules, route);
        }
        contribution
                .install(Stage.AUTHORIZATION, new AuthorizationFilter(rules, routes))
                .mode(route -> policy.mode(Feature.AUTHORIZATION, route))
                .needs(Principal.KEY)
                .at(AuthorizationPolicy.SECTION.place());
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

    private static JwtVerifier verifier(PolicyContext policy, AuthenticationPolicy authentication) {
        List<JwtIssuer> issuers = new ArrayList<>();
        for (int i = 0; i < authentication.jwt().size(); i++) {
            AuthenticationPolicy.Jwt jwt = authentication.jwt().get(i);
            Place place = AuthenticationPolicy.SECTION.place().member("jwt").item(i);
            if (issuers.stream().anyMatch(other -> other.issuer().equals(jwt.issuer()))) {
                policy.error(place.member("issuer"), "duplicate-issuer", "the issuer is given twice");
                continue;
            }
            keys(policy, place.member("keys"), jwt)
                    .ifPresent(keys -> issuers.add(JwtIssuer.of(jwt.issuer(), jwt.audience(), keys)
                            .algorithms(jwt.algorithms())
                            .clockSkew(jwt.clockSkew())
                            .type(jwt.type())
                            .build()));
        }
        return JwtVerifier.of(issuers, policy.clock());
    }

    private static java.util.Optional<? extends KeySource> keys(
            PolicyContext policy, Place place, AuthenticationPolicy.Jwt jwt) {
        AuthenticationPolicy.Keys from = jwt.keys();
        PolicyFile file = from.jwksFile();
        if (file != null) {
            return policy.<VerificationKeys>compiled(
                    place, "jwks-" + jwt.name(), from, () -> JwkSet.parse(file.bytes()));
        }
        return policy.<FetchedKeys>kept(place, "jwks-" + jwt.name(), List.of(jwt.issuer(), from), () -> {
            KeyFetch fetch = from.jwksUri() != null
                    ? KeyFetches.from(from.jwksUri())
                    : KeyFetches.discover(jwt.issuer(), Set.of());
            return new FetchedKeys(
                    jwt.issuer(),
                    fetch,
                    FetchedKeysSettings.DEFAULTS,
                    policy.clock(),
                    policy.scheduler(),
                    new SecureRandom());
        });
    }

    private static Map<String, ClaimPaths> paths(AuthenticationPolicy authentication) {
        Map<String, ClaimPaths> paths = new HashMap<>();
        authentication.jwt().forEach(jwt -> paths.put(jwt.issuer(), jwt.claims()));
        return paths;
    }

    /** In a policy's test the claims are given, as a verified token would have said them. */
    private static Filter testCaller(AuthenticationPolicy authentication) {
        AuthenticationPolicy.Jwt first = authentication.jwt().get(0);
        return exchange -> {
            Route.Authentication wanted =
                    exchange.get(Route.KEY).map(Route::authentication).orElse(Route.Authentication.REQUIRED);
            TestCaller caller = exchange.get(TestCaller.KEY).orElse(null);
            if (wanted == Route.Authentication.NONE || caller == null && wanted == Route.Authentication.OPTIONAL) {
                return Decision.CONTINUE;
            }
            Principal principal = caller == null ? null : Callers.of(caller.claims(), first.issuer(), first.claims());
            if (principal == null) {
                return Decision.reject(Reason.UNAUTHENTICATED, "auth.missing", "no credential");
            }
            exchange.put(Principal.KEY, principal);
            return Decision.CONTINUE;
        };
    }
}
