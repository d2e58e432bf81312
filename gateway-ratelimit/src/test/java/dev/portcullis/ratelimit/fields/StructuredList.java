package dev.portcullis.ratelimit.fields;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a List of RFC 9651, section 4.2.1, of Items with Parameters; inner lists, decimals, dates and display strings, which
 * no field here may have, are refused like anything else that does not belong.
 */
final class StructuredList {
    /** A bare item and its parameters, values as String, Long, Boolean, byte[] or {@link Token}. */
    record Item(Object value, Map<String, Object> parameters) {}

    /** A token, which is not a string. */
    record Token(String text) {}

    private final String text;
    private int at;

    private StructuredList(String text) {
        this.text = text;
    }

    /** Lines of a field are one list (section 4.2: joined by a comma). */
    static List<Item> parse(List<String> lines) {
        return new StructuredList(String.join(", ", lines)).list();
    }

    private List<Item> list() {
        List<Item> items = new ArrayList<>();
        skip(false);
        while (at < text.length()) {
            items.add(item());
            skip(true);
            if (at == text.length()) {
                return items;
            }
            expect(',');
            skip(true);
            if (at == text.length()) {
                throw broken("a trailing comma");
            }
        }
        return items;
    }

    private Item item() {
        Object value = bare();
        Map<String, Object> parameters = new LinkedHashMap<>();
        while (at < text.length() && text.charAt(at) == ';') {
            at++;
            skip(false);
            String key = key();
            Object parameter = true;
            if (at < text.length() && text.charAt(at) == '=') {
                at++;
                parameter = bare();
            }
            parameters.remove(key); // section 4.2.3.2: the last one counts, in its place
            parameters.put(key, parameter);
        }
        return new Item(value, parameters);
    }

    private String key() {
        int from = at;
        if (at == text.length() || !(lower(text.charAt(at)) || text.charAt(at) == '*')) {
            throw broken("a key");
        }
        while (at < text.length()
                && (lower(text.charAt(at)) || digit(text.charAt(at)) || "_-.*".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        return text.substring(from, at);
    }

    private Object bare() {
        if (at == text.length()) {
            throw broken("an item");
        }
        char c = text.charAt(at);
        if (c == '-' || digit(c)) {
            return integer();
        }
        if (c == '"') {
            return string();
        }
        if (c == '?') {
            at++;
            if (at == text.length() || "01".indexOf(text.charAt(at)) < 0) {
                throw broken("a boolean");
            }
            return text.charAt(at++) == '1';
        }
        if (c == ':') {
            return bytes();
        }
        if (c == '*' || lower(c) || (c >= 'A' && c <= 'Z')) {
            int from = at;
            while (at < text.length()
                    && (lower(text.charAt(at))
                            || digit(text.charAt(at))
                            || (text.charAt(at) >= 'A' && text.charAt(at) <= 'Z')
                            || "!#$%&'*+-.^_`|~:/".indexOf(text.charAt(at)) >= 0)) {
                at++;
            }
            return new Token(text.substring(from, at));
        }
        throw broken("an item");
    }

    private long integer() {
        int from = at;
        boolean negative = text.charAt(at) == '-';
        at += negative ? 1 : 0;
        int digits = at;
        while (at < text.length() && digit(text.charAt(at))) {
            at++;
        }
        if (at == digits || at - digits > 15 || (at < text.length() && text.charAt(at) == '.')) {
            throw broken("an integer of at most 15 digits");
        }
        return Long.parseLong(text.substring(from, at));
    }

    private String string() {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                at++;
                if (at == text.length() || "\"\\".indexOf(text.charAt(at)) < 0) {
                    throw broken("an escaped quote or backslash");
                }
                value.append(text.charAt(at));
            } else if (c == '"') {
                at++;
                return value.toString();
            } else if (c < 0x20 || c > 0x7e) {
                throw broken("a printable character");
            } else {
                value.append(c);
            }
        }
        throw broken("a closing quote");
    }

    private byte[] bytes() {
        int end = text.indexOf(':', at + 1);
        if (end < 0) {
            throw broken("a closing colon");
        }
        String base64 = text.substring(at + 1, end);
        at = end + 1;
        return java.util.Base64.getDecoder().decode(base64);
    }

    private void skip(boolean tabs) {
        while (at < text.length() && (text.charAt(at) == ' ' || (tabs && text.charAt(at) == '\t'))) {
            at++;
        }
    }

    private void expect(char c) {
        if (text.charAt(at) != c) {
            throw broken("'" + c + "'");
        }
        at++;
    }

    private static boolean lower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private IllegalArgumentException broken(String expected) {
        return new IllegalArgumentException(expected + " expected at " + at + " of " + text);
    }
}
