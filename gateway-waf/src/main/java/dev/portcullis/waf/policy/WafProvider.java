package dev.portcullis.waf.policy;

import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.policy.model.Feature;
import dev.portcullis.gateway.policy.model.RouteKey;
import dev.portcullis.gateway.policy.model.RoutePolicy;
import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.shape.Place;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.waf.Waf;
import dev.portcullis.waf.WafFilter;
import java.util.List;
import java.util.Optional;

/** The section {@code waf}, and what routes change about it. */
public final class WafProvider implements FilterProvider {
    /** For {@link java.util.ServiceLoader}. */
    public WafProvider() {}

    @Override
    public String name() {
        return "gateway-waf";
    }

    @Override
    public List<Section<?>> sections() {
        return List.of(WafPolicy.SECTION);
    }

    @Override
    public List<RouteKey<?>> routeKeys() {
        return List.of(RouteWafPolicy.KEY);
    }

    @Override
    public void contribute(PolicyContext policy, Contribution contribution) {
        WafPolicy waf = policy.get(WafPolicy.SECTION).orElse(null);
        if (waf == null) {
            refuseUnused(policy);
            return;
        }
        Place place = WafPolicy.SECTION.place().member("rules");
        CompiledRules.Settings settings = CompiledRules.Settings.of(waf);
        Optional<Waf> compiled = policy.<KeptCollections>kept(
                        place, "collections", "in memory", () -> new KeptCollections(policy.nanoTime()))
                .flatMap(collections -> policy.<Waf>compiled(
                        place, "rules", settings, () -> CompiledRules.compile(settings, collections)));
        if (compiled.isEmpty()) {
            return;
        }
        RouteRules rules = new RouteRules(policy, waf, compiled.get());
        for (RoutePolicy route : policy.routes()) {
            contribution.attach(route, WafFilter.ON_ROUTE, rules.of(route));
        }
        WafFilter filter = WafFilter.of(rules.general).listingMatches(waf.matchesLogged());
        contribution
                .install(Stage.WAF, filter)
                .mode(route -> mode(policy, route))
                .at(WafPolicy.SECTION.place());
        WafMetrics.report(filter.counters(), compiled.get(), contribution);
    }

    private static Mode mode(PolicyContext policy, RoutePolicy route) {
        Mode general = policy.mode(Feature.WAF, route);
        return route.get(RouteWafPolicy.KEY).map(RouteWafPolicy::mode).orElse(general);
    }

    private static void refuseUnused(PolicyContext policy) {
        for (RoutePolicy route : policy.routes()) {
            if (route.get(RouteWafPolicy.KEY).isPresent()) {
                policy.error(
                        policy.place(route, RouteWafPolicy.KEY),
                        "unused-setting",
                        "the route \"" + route.id() + "\" has `waf`, but there is no section `waf`; add one, or remove"
                                + " it");
            }
        }
    }
}
