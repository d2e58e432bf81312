package dev.portcullis.gateway.testkit.schema;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Documents as maps, lists, texts, numbers and booleans. */
public final class Documents {
    private Documents() {}

    /** A document from YAML, and so from JSON. */
    public static Object parse(String yaml) {
        return new Load(LoadSettings.builder().build()).loadFromString(yaml);
    }

    /** A document as JSON, which is YAML too. */
    public static String json(@Nullable Object document) {
        if (document instanceof Map<?, ?> map) {
            StringJoiner members = new StringJoiner(", ", "{", "}");
            map.forEach((key, value) -> members.add(quoted(String.valueOf(key)) + ": " + json(value)));
            return members.toString();
        }
        if (document instanceof List<?> list) {
            StringJoiner items = new StringJoiner(", ", "[", "]");
            list.forEach(item -> items.add(json(item)));
            return items.toString();
        }
        return document instanceof String text ? quoted(text) : String.valueOf(document);
    }

    /** All texts that are values in a document, in order. */
    public static List<String> texts(Object document) {
        TreeSet<String> texts = new TreeSet<>();
        collect(document, texts);
        return List.copyOf(texts);
    }

    private static void collect(@Nullable Object node, TreeSet<String> into) {
        if (node instanceof Map<?, ?> map) {
            map.values().forEach(value -> collect(value, into));
        } else if (node instanceof List<?> list) {
            list.forEach(item -> collect(item, into));
        } else if (node instanceof String text) {
            into.add(text);
        }
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
