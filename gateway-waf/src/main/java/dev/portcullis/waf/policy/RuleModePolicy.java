package dev.portcullis.waf.policy;

import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.NameKind;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.waf.Overrides;
import dev.portcullis.waf.RuleSelector;
import org.jspecify.annotations.Nullable;

/**
 * How rules run that do not block.
 *
 * @param rules the rules
 * @param mode how they run
 * @param route on which route alone, or {@code null}
 */
record RuleModePolicy(
        RuleSelector rules, Mode mode, @Nullable String route) {
    /** How a rule runs; without any of these it blocks as it is written. */
    enum Mode {
        /** It matches, logs and scores, and does not end the transaction by itself. */
        DETECT,
        /** Its matches are recorded apart, and nothing comes of them. */
        SHADOW
    }

    /** On all routes, or on one. */
    static final Shape<RuleModePolicy> ANYWHERE = shape("wafRuleMode", true);

    /** On the route where it stands. */
    static final Shape<RuleModePolicy> HERE = shape("wafRouteRuleMode", false);

    private static Shape<RuleModePolicy> shape(String name, boolean namesRoute) {
        return Shapes.object(name, members -> {
            RuleChoice rules = new RuleChoice(members);
            Member<Mode> mode = members.required("mode", Shapes.words(Mode.values()));
            Member<String> route = namesRoute ? members.optional("route", Shapes.reference(NameKind.ROUTE)) : null;
            return values ->
                    new RuleModePolicy(rules.of(values), values.get(mode), route == null ? null : values.orNull(route));
        });
    }

    Overrides overrides() {
        Overrides.Builder overrides = Overrides.builder();
        return (mode == Mode.SHADOW ? overrides.shadow(rules) : overrides.detect(rules)).build();
    }
}
