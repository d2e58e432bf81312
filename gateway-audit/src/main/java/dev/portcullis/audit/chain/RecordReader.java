package dev.portcullis.audit.chain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record back. Only what {@link CanonicalJson} writes is accepted; the verifier compares the canonical form of what
 * was read with the line, so leniency here could hide nothing, but there is no need for any.
 */
final class RecordReader {
    private static final int MAX_DEPTH = 16;

    private final String text;
    private int at;

    private RecordReader(String text) {
        this.text = text;
    }

    /** The record, or {@code null} where the line is none. */
    static @Nullable Map<String, @Nullable Object> read(String line) {
        RecordReader reader = new RecordReader(line);
        try {
            Object value = reader.value(0);
            if (reader.at != line.length() || !(value instanceof Map<?, ?>)) {
                return null;
            }
            @SuppressWarnings("unchecked") // member names are strings by construction
            Map<String, @Nullable Object> record = (Map<String, @Nullable Object>) value;
            return record;
        } catch (IllegalStateException | IndexOutOfBoundsException | NumberFormatException e) {
            return null;
        }
    }

    private @Nullable Object value(int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalStateException("depth");
        }
        char c = text.charAt(at);
        return switch (c) {
            case '{' -> object(depth);
            case '[' -> list(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw new IllegalStateException(word);
        }
        at += word.length();
        return value;
    }

    private Object number() {
        int from = at;
        if (text.charAt(at) == '-') {
            at++;
        }
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return Long.parseLong(text.substring(from, at));
    }

    private Map<String, @Nullable Object> object(int depth) {
        Map<String, @Nullable Object> members = new HashMap<>();
        at++;
        if (text.charAt(at) == '}') {
            at++;
            return members;
        }
        while (true) {
            String name = string();
            expect(':');
            if (members.containsKey(name)) {
                throw new IllegalStateException("duplicate member");
            }
            members.put(name, value(depth + 1));
            if (text.charAt(at) == '}') {
                at++;
                return members;
            }
            expect(',');
        }
    }

    private List<@Nullable Object> list(int depth) {
        List<@Nullable Object> values = new ArrayList<>();
        at++;
        if (text.charAt(at) == ']') {
            at++;
            return values;
        }
        while (true) {
            values.add(value(depth + 1));
            if (text.charAt(at) == ']') {
                at++;
                return values;
            }
            expect(',');
        }
    }

    private void expect(char c) {
        if (text.charAt(at) != c) {
            throw new IllegalStateException("expected " + c);
        }
        at++;
    }

    private String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (true) {
            char c = text.charAt(at++);
            if (c == '"') {
                return out.toString();
            }
            out.append(c == '\\' ? escaped() : c);
        }
    }

    private char escaped() {
        char c = text.charAt(at++);
        return switch (c) {
            case '"', '\\' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
            }
            default -> throw new IllegalStateException("escape");
        };
    }
}
