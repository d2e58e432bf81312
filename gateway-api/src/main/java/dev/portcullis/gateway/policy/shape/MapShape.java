package dev.portcullis.gateway.policy.shape;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object whose keys are chosen by its author, each a text of the same shape. */
final class MapShape<T> extends Shape<Map<String, T>> {
    private final Shape<String> key;
    private final Shape<T> value;
    private final int most;

    MapShape(Shape<String> key, Shape<T> value, int most) {
        this.key = key;
        this.value = value;
        this.most = most;
    }

    @Override
    @Nullable
    Map<String, T> parse(Node node, Place place, Reading reading) {
        if (!(node instanceof Node.Mapping mapping)) {
            reading.wrongType(node, place, words());
            return null;
        }
        if (mapping.entries().size() > most) {
            reading.error(node.at(), "wrong-value", "too many keys in " + place + ": at most " + most + " are allowed");
            return null;
        }
        Map<String, T> values = new LinkedHashMap<>();
        for (Node.Entry entry : mapping.entries()) {
            String name = key.parse(new Node.Scalar(entry.at(), entry.key()), place, reading);
            T read = value.parse(entry.value(), place.member(entry.key()), reading);
            if (name != null && read != null) {
                values.put(name, read);
            }
        }
        return values.size() == mapping.entries().size() ? Collections.unmodifiableMap(values) : null;
    }

    @Override
    Map<String, Object> schema(Definitions definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("propertyNames", key.schema(definitions));
        schema.put("additionalProperties", value.schema(definitions));
        schema.put("maxProperties", most);
        return schema;
    }

    @Override
    Fit fit(Node node) {
        return node instanceof Node.Mapping ? Fit.CERTAIN : Fit.NO;
    }

    @Override
    String words() {
        return "an object";
    }
}
