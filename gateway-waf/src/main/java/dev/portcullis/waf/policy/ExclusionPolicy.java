package dev.portcullis.waf.policy;

import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.NameKind;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.waf.Overrides;
import dev.portcullis.waf.RuleSelector;
import org.jspecify.annotations.Nullable;

/**
 * What rules pass over: a target, a parameter, a part of a JSON body, or, without any of these, everything.
 *
 * @param rules the rules
 * @param target as a rule would name it
 * @param parameter of query or form
 * @param json a path into the body
 * @param route on which route alone, or {@code null}
 */
record ExclusionPolicy(
        RuleSelector rules,
        @Nullable String target,
        @Nullable String parameter,
        @Nullable String json,
        @Nullable String route) {
    /** On all routes, or on one. */
    static final Shape<ExclusionPolicy> ANYWHERE = shape("wafExclusion", true);

    /** On the route where it stands. */
    static final Shape<ExclusionPolicy> HERE = shape("wafRouteExclusion", false);

    private static Shape<ExclusionPolicy> shape(String name, boolean namesRoute) {
        return Shapes.object(name, members -> {
            RuleChoice rules = new RuleChoice(members);
            Member<String> target = members.optional("target", Shapes.text());
            Member<String> parameter = members.optional("parameter", Shapes.text());
            Member<String> json = members.optional("json", Shapes.text());
            members.atMostOne(target, parameter, json);
            Member<String> route = namesRoute ? members.optional("route", Shapes.reference(NameKind.ROUTE)) : null;
            return values -> new ExclusionPolicy(
                    rules.of(values),
                    values.orNull(target),
                    values.orNull(parameter),
                    values.orNull(json),
                    route == null ? null : values.orNull(route));
        });
    }

    Overrides overrides() {
        Overrides.Builder overrides = Overrides.builder();
        if (target != null) {
            overrides.exclude(rules, target);
        } else if (parameter != null) {
            overrides.excludeParameter(rules, parameter);
        } else if (json != null) {
            overrides.excludeJson(rules, json);
        } else {
            overrides.remove(rules);
        }
        return overrides.build();
    }
}
