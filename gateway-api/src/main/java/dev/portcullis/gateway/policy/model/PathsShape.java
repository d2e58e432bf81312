package dev.portcullis.gateway.policy.model;

import dev.portcullis.gateway.PathRules;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.gateway.policy.shape.Values;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The shape of {@link PathRules}: each relaxation by the name of its method. */
final class PathsShape {
    private PathsShape() {}

    static Shape<PathRules> shape() {
        return Shapes.object("paths", members -> {
            Map<Member<Boolean>, UnaryOperator<PathRules>> relaxations = new LinkedHashMap<>();
            Map<String, UnaryOperator<PathRules>> named = new LinkedHashMap<>();
            named.put("allowEncodedSlash", PathRules::allowEncodedSlash);
            named.put("allowBackslash", PathRules::allowBackslash);
            named.put("dropParameters", PathRules::dropParameters);
            named.put("mergeEmptySegments", PathRules::mergeEmptySegments);
            named.put("resolveDotSegments", PathRules::resolveDotSegments);
            named.put("allowDoubleEncoding", PathRules::allowDoubleEncoding);
            named.put("encodeIllegalCharacters", PathRules::encodeIllegalCharacters);
            named.forEach(
                    (name, relaxation) -> relaxations.put(members.withDefault(name, Shapes.flag(), false), relaxation));
            return values -> relaxed(relaxations, values);
        });
    }

    private static PathRules relaxed(Map<Member<Boolean>, UnaryOperator<PathRules>> relaxations, Values values) {
        PathRules rules = PathRules.STRICT;
        for (Map.Entry<Member<Boolean>, UnaryOperator<PathRules>> relaxation : relaxations.entrySet()) {
            if (values.get(relaxation.getKey())) {
                rules = relaxation.getValue().apply(rules);
            }
        }
        return rules;
    }
}
