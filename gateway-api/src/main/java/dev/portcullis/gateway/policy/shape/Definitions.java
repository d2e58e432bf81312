package dev.portcullis.gateway.policy.shape;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The named parts of one JSON Schema, each written once. */
final class Definitions {
    private final Map<String, Object> named = new TreeMap<>();
    private final Map<String, Shape<?>> owners = new LinkedHashMap<>();

    /** The whole schema document. */
    static String document(Shape<?> shape, String id, String title) {
        Definitions definitions = new Definitions();
        Map<String, Object> body = shape.schema(definitions);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        document.put("$id", id);
        document.put("title", title);
        document.putAll(body);
        if (!definitions.named.isEmpty()) {
            document.put("$defs", definitions.named);
        }
        return JsonText.write(document) + '\n';
    }

    /** A reference to the schema of a shape, which is written under the name. */
    Map<String, Object> reference(String name, Shape<?> owner, Supplier<Map<String, Object>> body) {
        Shape<?> first = owners.putIfAbsent(name, owner);
        if (first == null) {
            named.put(name, body.get());
        } else if (first != owner && !body.get().equals(named.get(name))) {
            throw new IllegalStateException("two shapes are named " + name);
        }
        Map<String, Object> reference = new LinkedHashMap<>();
        reference.put("$ref", "#/$defs/" + name);
        return reference;
    }
}
