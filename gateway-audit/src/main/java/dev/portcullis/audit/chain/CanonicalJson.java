package dev.portcullis.audit.chain;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON in the one form of RFC 8785: members sorted by UTF-16 code units, no white space, the shortest escapes.
 * Values are strings, integers of at most 53 bits, booleans, null, lists and maps of these; a trail needs no fractions, and
 * without them the number format leaves no room for doubt.
 */
public final class CanonicalJson {
    private static final long MAX_SAFE = (1L << 53) - 1;
    private static final char[] HEX = "0123456789abcdef".toCharArray();
    private static final int MAX_DEPTH = 16;

    private CanonicalJson() {}

    /**
     * The canonical form.
     *
     * @throws IllegalArgumentException for a value of another type, an integer of over 53 bits, or one nested too deeply
     */
    public static String text(Map<String, ?> object) {
        StringBuilder out = new StringBuilder(512);
        object(out, object, 0);
        return out.toString();
    }

    /** The canonical form in UTF-8. */
    public static byte[] bytes(Map<String, ?> object) {
        return text(object).getBytes(StandardCharsets.UTF_8);
    }

    private static void value(StringBuilder out, @Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("nested more than " + MAX_DEPTH + " levels deep");
        }
        if (value == null || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof String text) {
            string(out, text);
        } else if (value instanceof Long || value instanceof Integer) {
            long number = ((Number) value).longValue();
            if (number > MAX_SAFE || number < -MAX_SAFE) {
                throw new IllegalArgumentException("an integer of over 53 bits cannot be canonical: " + number);
            }
            out.append(number);
        } else if (value instanceof List<?> list) {
            out.append('[');
            for (int i = 0; i < list.size(); i++) {
                if (i > 0) {
                    out.append(',');
                }
                value(out, list.get(i), depth + 1);
            }
            out.append(']');
        } else if (value instanceof Map<?, ?> map) {
            object(out, map, depth + 1);
        } else {
            throw new IllegalArgumentException("cannot be canonical: " + value.getClass());
        }
    }

    private static void object(StringBuilder out, Map<?, ?> map, int depth) {
        // String's own order is by UTF-16 code units, as RFC 8785, section 3.2.3 wants it
        TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
        map.forEach((name, member) -> sorted.put((String) name, member));
        out.append('{');
        boolean first = true;
        for (Map.Entry<String, @Nullable Object> member : sorted.entrySet()) {
            if (!first) {
                out.append(',');
            }
            first = false;
            string(out, member.getKey());
            out.append(':');
            value(out, member.getValue(), depth);
        }
        out.append('}');
    }

    /** A lone surrogate has no UTF-8 form and is written as the replacement character, so that it cannot differ later. */
    private static void string(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
                    } else if (Character.isSurrogate(c) && !paired(text, i)) {
                        out.append('\ufffd');
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean paired(String text, int at) {
        char c = text.charAt(at);
        return Character.isHighSurrogate(c)
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }
}
