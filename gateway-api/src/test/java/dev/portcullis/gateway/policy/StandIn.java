package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.policy.model.Feature;
import dev.portcullis.gateway.policy.model.RouteKey;
import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.CustomFilter;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.gateway.policy.spi.TestCaller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stands in for the modules that this one does not see: owns their sections, takes whatever is in them, and lets in whom a
 * test names.
 */
final class StandIn implements FilterProvider {
    private final List<Section<?>> sections = new ArrayList<>();
    private final List<RouteKey<?>> keys = new ArrayList<>();

    StandIn() {
        for (String name :
                List.of("tls", "authentication", "authorization", "rateLimits", "rateLimitStore", "waf", "audit")) {
            sections.add(Section.of(name, Shapes.any()));
        }
        for (String name : List.of("authorize", "rateLimits", "waf", "audit")) {
            keys.add(RouteKey.of(name, Shapes.any()));
        }
    }

    private record Named(String name, Filter filter) implements Filter {
        @Override
        public Verdict onRequest(Exchange exchange) {
            return filter.onRequest(exchange);
        }
    }

    @Override
    public String name() {
        return "stand-in";
    }

    @Override
    public List<Section<?>> sections() {
        return sections;
    }

    @Override
    public List<RouteKey<?>> routeKeys() {
        return keys;
    }

    @Override
    public List<CustomFilter<?>> filters() {
        return List.of(CustomFilter.of("my-filter", (nothing, site) -> exchange -> Decision.CONTINUE));
    }

    @Override
    public void contribute(PolicyContext policy, Contribution contribution) {
        if (policy.has("authentication")) {
            contribution
                    .install(Stage.AUTHENTICATION, new Named("authentication", StandIn::authenticate))
                    .mode(route -> policy.mode(Feature.AUTHENTICATION, route))
                    .provides(Principal.KEY);
        }
        Filter pass = new Named("pass", exchange -> Decision.CONTINUE);
        contribution.install(Stage.AUTHORIZATION, pass).mode(route -> policy.mode(Feature.AUTHORIZATION, route));
        contribution.install(Stage.LIMIT_BY_PRINCIPAL, pass).mode(route -> policy.mode(Feature.RATE_LIMITS, route));
        contribution.install(Stage.WAF, pass).mode(route -> policy.mode(Feature.WAF, route));
    }

    private static Verdict authenticate(Exchange exchange) {
        if (exchange.get(Route.KEY).orElseThrow().authentication() == Route.Authentication.NONE) {
            return Decision.CONTINUE;
        }
        TestCaller caller = exchange.get(TestCaller.KEY).orElse(null);
        if (caller == null) {
            return Decision.reject(Reason.UNAUTHENTICATED, "auth.missing", "no credential");
        }
        String subject = String.valueOf(caller.claims().get("sub"));
        exchange.put(
                Principal.KEY,
                new Principal(
                        subject,
                        Principal.Kind.USER,
                        "test",
                        null,
                        String.valueOf(caller.claims().get("org")),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Map.of()));
        return Decision.CONTINUE;
    }
}
