package dev.portcullis.waf.policy;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.waf.Budget;
import java.util.List;

/**
 * The section {@code waf}.
 *
 * @param rules what is loaded, in order
 * @param scoring how strict the rules are
 * @param requestBody how much of a request body is inspected
 * @param responseBody which response bodies are inspected, and how much of them
 * @param budget how much of a request is taken apart
 * @param matchesLogged how many matches of an exchange are listed
 * @param exclude what rules pass over
 * @param ruleModes which rules do not refuse
 */
record WafPolicy(
        List<RuleSource> rules,
        Scoring scoring,
        BodyLimit requestBody,
        ResponseBodies responseBody,
        Budget budget,
        int matchesLogged,
        List<ExclusionPolicy> exclude,
        List<RuleModePolicy> ruleModes) {
    static final Section<WafPolicy> SECTION = Section.of("waf", shape());

    /**
     * Which response bodies are inspected.
     *
     * @param limit how much of them
     * @param types media types in lower case
     */
    record ResponseBodies(BodyLimit limit, List<String> types) {}

    private record Bounds(Budget budget, int matchesLogged) {}

    private static Shape<WafPolicy> shape() {
        return Shapes.object("waf", members -> {
            Member<List<RuleSource>> rules = members.required(
                    "rules", Shapes.list(RuleSource.SHAPE, 100).notEmpty().distinct());
            Member<Integer> paranoia = members.withDefault("paranoia", Scoring.PARANOIA, 1);
            Member<Integer> threshold = members.withDefault("threshold", Scoring.THRESHOLD, 5);
            Member<Integer> outbound = members.withDefault("outboundThreshold", Scoring.THRESHOLD, 4);
            Member<BodyLimit> request = members.settings("requestBody", BodyShapes.request());
            Member<ResponseBodies> response = members.settings("responseBody", BodyShapes.response());
            Member<Bounds> bounds = members.settings("budget", bounds());
            Member<List<ExclusionPolicy>> exclude =
                    members.withDefault("exclude", Shapes.list(ExclusionPolicy.ANYWHERE), List.of());
            Member<List<RuleModePolicy>> modes =
                    members.withDefault("ruleModes", Shapes.list(RuleModePolicy.ANYWHERE), List.of());
            return values -> new WafPolicy(
                    values.get(rules),
                    new Scoring(values.get(paranoia), values.get(threshold), values.get(outbound)),
                    values.get(request),
                    values.get(response),
                    values.get(bounds).budget,
                    values.get(bounds).matchesLogged,
                    values.get(exclude),
                    values.get(modes));
        });
    }

    private static Shape<Bounds> bounds() {
        return Shapes.object("wafBudget", members -> {
            Member<Integer> arguments = members.withDefault("arguments", Shapes.integer(1, 1_000_000), 1000);
            Member<Integer> depth = members.withDefault("depth", Shapes.integer(1, 10_000), 64);
            Member<Integer> parts = members.withDefault("parts", Shapes.integer(1, 100_000), 100);
            Member<Integer> keys = members.withDefault("keys", Shapes.integer(1, 1_000_000), 5000);
            Member<Integer> graphqlDepth = members.withDefault("graphqlDepth", Shapes.integer(1, 10_000), 20);
            Member<Integer> aliases = members.withDefault("aliases", Shapes.integer(1, 100_000), 50);
            Member<Integer> logged = members.withDefault("matchesLogged", Shapes.integer(0, 10_000), 50);
            return values -> new Bounds(
                    new Budget(
                            values.get(arguments),
                            values.get(depth),
                            values.get(parts),
                            values.get(keys),
                            values.get(graphqlDepth),
                            values.get(aliases)),
                    values.get(logged));
        });
    }
}
