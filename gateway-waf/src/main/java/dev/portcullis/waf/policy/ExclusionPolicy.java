package dev.portcullis.waf.policy;

import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.NameKind;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.waf.Overrides;
import dev.portcullis.waf.RuleSelector;
import org.jspecify.annotations.Nullable;

/**
 * What rules pass over: values of one kind of place, or, without a place, everything.
 *
 * @param rules the rules
 * @param target which values, or {@code null} for the rules as a whole
 * @param route on which route alone, or {@code null}
 */
record ExclusionPolicy(
        RuleSelector rules,
        @Nullable ExclusionTarget target,
        @Nullable String route) {
    /** On all routes, or on one. */
    static final Shape<ExclusionPolicy> ANYWHERE = shape("wafExclusion", true);

    /** On the route where it stands. */
    static final Shape<ExclusionPolicy> HERE = shape("wafRouteExclusion", false);

    private static Shape<ExclusionPolicy> shape(String name, boolean namesRoute) {
        return Shapes.object(name, members -> {
            RuleChoice rules = new RuleChoice(members);
            ExclusionTarget.Choice target = new ExclusionTarget.Choice(members);
            Member<String> route = namesRoute ? members.optional("route", Shapes.reference(NameKind.ROUTE)) : null;
            return values -> new ExclusionPolicy(
                    rules.of(values), target.of(values), route == null ? null : values.orNull(route));
        });
    }

    Overrides overrides() {
        Overrides.Builder overrides = Overrides.builder();
        if (target != null) {
            target.exclude(overrides, rules);
        } else {
            overrides.remove(rules);
        }
        return overrides.build();
    }
}
