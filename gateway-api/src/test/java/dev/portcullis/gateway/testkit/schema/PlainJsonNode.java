package dev.portcullis.gateway.testkit.schema;

import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.JsonNodeFactory;
import dev.harrel.jsonschema.SimpleType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Maps, lists, texts, numbers and booleans for the schema validator, which else wants a JSON library. */
record PlainJsonNode(@Nullable Object value, String getJsonPointer) implements JsonNode {
    static final class Factory implements JsonNodeFactory {
        @Override
        public JsonNode wrap(Object node) {
            return node instanceof JsonNode json ? json : new PlainJsonNode(node, "");
        }

        @Override
        public JsonNode create(String json) {
            return new PlainJsonNode(Documents.parse(json), "");
        }
    }

    @Override
    public SimpleType getNodeType() {
        if (value == null) {
            return SimpleType.NULL;
        }
        if (value instanceof Boolean) {
            return SimpleType.BOOLEAN;
        }
        if (value instanceof String) {
            return SimpleType.STRING;
        }
        if (value instanceof List) {
            return SimpleType.ARRAY;
        }
        if (value instanceof Map) {
            return SimpleType.OBJECT;
        }
        return asNumber().stripTrailingZeros().scale() <= 0 ? SimpleType.INTEGER : SimpleType.NUMBER;
    }

    @Override
    public boolean asBoolean() {
        return (Boolean) value;
    }

    @Override
    public String asString() {
        return String.valueOf(value);
    }

    @Override
    public BigInteger asInteger() {
        return asNumber().toBigIntegerExact();
    }

    @Override
    public BigDecimal asNumber() {
        return new BigDecimal(String.valueOf(value));
    }

    @Override
    public List<JsonNode> asArray() {
        List<JsonNode> items = new ArrayList<>();
        for (Object item : (List<?>) value) {
            items.add(new PlainJsonNode(item, getJsonPointer + "/" + items.size()));
        }
        return items;
    }

    @Override
    public Map<String, JsonNode> asObject() {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        ((Map<?, ?>) value)
                .forEach((key, member) -> members.put(
                        (String) key,
                        new PlainJsonNode(member, getJsonPointer + "/" + JsonNode.encodeJsonPointer((String) key))));
        return members;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PlainJsonNode node && Objects.equals(value, node.value);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(value);
    }
}
