package dev.portcullis.gateway.policy.shape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object that says by its name which of several shapes it has. */
final class TaggedShape<T> extends Shape<T> {
    private final String member;
    private final String noun;
    private final Map<String, Shape<T>> shapes;

    TaggedShape(String member, String noun, Map<String, Shape<T>> shapes) {
        this.member = member;
        this.noun = noun;
        this.shapes = new LinkedHashMap<>(shapes);
    }

    @Override
    @Nullable
    T parse(Node node, Place place, Reading reading) {
        if (!(node instanceof Node.Mapping mapping)) {
            reading.wrongType(node, place, words());
            return null;
        }
        Node.Entry entry = mapping.entry(member);
        if (entry == null) {
            reading.error(node.at(), "missing-key", "missing key \"" + member + "\" in " + place);
            return null;
        }
        if (!(entry.value() instanceof Node.Scalar scalar) || !(scalar.value() instanceof String tag)) {
            reading.wrongType(entry.value(), place.member(member), "a text, the name of a " + noun);
            return null;
        }
        Shape<T> shape = shapes.get(tag);
        if (shape == null) {
            reading.error(
                    entry.value().at(),
                    "unknown-" + noun,
                    "unknown " + noun + ' ' + Quoted.of(tag) + " in " + place
                            + Suggestion.didYouMean(tag, shapes.keySet()));
            return null;
        }
        return shape.parse(node, place, reading);
    }

    @Override
    Map<String, Object> schema(Definitions definitions) {
        List<Object> all = new ArrayList<>();
        shapes.values().forEach(shape -> all.add(shape.schema(definitions)));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        if (all.isEmpty()) {
            schema.put("not", Map.of());
        } else {
            schema.put("anyOf", all);
        }
        return schema;
    }

    @Override
    Fit fit(Node node) {
        return node instanceof Node.Mapping mapping && mapping.entry(member) != null ? Fit.CERTAIN : Fit.NO;
    }

    @Override
    String words() {
        return "an object with " + member;
    }
}
