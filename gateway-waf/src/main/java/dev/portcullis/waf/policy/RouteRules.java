package dev.portcullis.waf.policy;

import dev.portcullis.gateway.policy.model.RoutePolicy;
import dev.portcullis.gateway.policy.shape.Place;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.waf.Overrides;
import dev.portcullis.waf.Waf;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Works out what runs on each route: one compiled program, and what section and route change about it. */
final class RouteRules {
    private final PolicyContext policy;
    private final WafPolicy section;

    /** What runs on a route that nobody says more about. */
    final Waf general;

    RouteRules(PolicyContext policy, WafPolicy section, Waf compiled) {
        this.policy = policy;
        this.section = section;
        general = fromSection(compiled.with(presets(section.scoring())), null);
    }

    Waf of(RoutePolicy route) {
        Waf waf = fromSection(general, route.id());
        RouteWafPolicy own = route.get(RouteWafPolicy.KEY).orElse(null);
        if (own == null || !own.changesRules()) {
            return waf;
        }
        waf = waf.with(presets(own.scoring(section.scoring())));
        Place place = policy.place(route, RouteWafPolicy.KEY);
        for (int i = 0; i < own.exclude().size(); i++) {
            waf = with(waf, place.member("exclude").item(i), own.exclude().get(i)::overrides);
        }
        for (int i = 0; i < own.ruleModes().size(); i++) {
            waf = with(waf, place.member("ruleModes").item(i), own.ruleModes().get(i)::overrides);
        }
        return waf;
    }

    private static Overrides presets(Scoring scoring) {
        Overrides.Builder overrides = Overrides.builder();
        scoring.preset(overrides);
        return overrides.build();
    }

    /** What the section says for all routes, or for this one. */
    private Waf fromSection(Waf before, @Nullable String route) {
        Waf waf = before;
        Place place = WafPolicy.SECTION.place();
        for (int i = 0; i < section.exclude().size(); i++) {
            ExclusionPolicy exclusion = section.exclude().get(i);
            if (Objects.equals(exclusion.route(), route)) {
                waf = with(waf, place.member("exclude").item(i), exclusion::overrides);
            }
        }
        for (int i = 0; i < section.ruleModes().size(); i++) {
            RuleModePolicy mode = section.ruleModes().get(i);
            if (Objects.equals(mode.route(), route)) {
                waf = with(waf, place.member("ruleModes").item(i), mode::overrides);
            }
        }
        return waf;
    }

    private Waf with(Waf waf, Place place, Supplier<Overrides> overrides) {
        try {
            return waf.with(overrides.get());
        } catch (IllegalArgumentException e) {
            policy.error(place, "waf-override", String.valueOf(e.getMessage()));
            return waf;
        }
    }
}
