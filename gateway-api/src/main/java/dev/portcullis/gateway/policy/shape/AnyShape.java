package dev.portcullis.gateway.policy.shape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whatever a document can hold, but for nothing: texts, numbers, flags, lists and objects of these. */
final class AnyShape extends Shape<Object> {
    @Override
    @Nullable
    Object parse(Node node, Place place, Reading reading) {
        if (node instanceof Node.Scalar scalar) {
            if (scalar.value() == null) {
                reading.wrongType(node, place, words());
            }
            return scalar.value();
        }
        if (node instanceof Node.Sequence list) {
            List<Object> items = new ArrayList<>();
            for (int i = 0; i < list.items().size(); i++) {
                Object item = parse(list.items().get(i), place.item(i), reading);
                if (item != null) {
                    items.add(item);
                }
            }
            return Collections.unmodifiableList(items);
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Node.Entry entry : ((Node.Mapping) node).entries()) {
            Object value = parse(entry.value(), place.member(entry.key()), reading);
            if (value != null) {
                values.put(entry.key(), value);
            }
        }
        return Collections.unmodifiableMap(values);
    }

    @Override
    Map<String, Object> schema(Definitions definitions) {
        Map<String, Object> anything = new LinkedHashMap<>();
        anything.put("type", List.of("string", "number", "boolean", "array", "object"));
        anything.put("items", Map.of("$ref", "#/$defs/any"));
        anything.put("additionalProperties", Map.of("$ref", "#/$defs/any"));
        return definitions.reference("any", this, () -> anything);
    }

    @Override
    Fit fit(Node node) {
        return Fit.KIND;
    }

    @Override
    String words() {
        return "a value";
    }
}
