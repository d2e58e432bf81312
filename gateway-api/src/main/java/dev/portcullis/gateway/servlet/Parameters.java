package dev.portcullis.gateway.servlet;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parameters in the order in which they came: those of the query first, then those of the content. An escape that is none
 * stays as it is, as the firewall reads it too. At most 10000 are taken; more are a failure, never a cut.
 */
final class Parameters {
    private static final int MOST = 10_000;

    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private @Nullable Map<String, String[]> map;
    private int count;

    void add(String name, String value) {
        if (++count > MOST) {
            throw new IllegalStateException("more than " + MOST + " parameters");
        }
        values.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
    }

    /** Adds the pairs of a form (URL standard, section 5.1). */
    void addForm(byte[] bytes, int length, Charset charset) {
        int start = 0;
        for (int at = 0; at <= length; at++) {
            if (at == length || bytes[at] == '&') {
                if (at > start) {
                    addPair(bytes, start, at, charset);
                }
                start = at + 1;
            }
        }
    }

    private void addPair(byte[] bytes, int from, int to, Charset charset) {
        int equals = from;
        while (equals < to && bytes[equals] != '=') {
            equals++;
        }
        add(decode(bytes, from, equals, charset), equals < to ? decode(bytes, equals + 1, to, charset) : "");
    }

    private static String decode(byte[] bytes, int from, int to, Charset charset) {
        byte[] decoded = new byte[to - from];
        int size = 0;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '+') {
                decoded[size++] = ' ';
            } else if (b == '%' && i + 2 < to && hex(bytes[i + 1]) >= 0 && hex(bytes[i + 2]) >= 0) {
                decoded[size++] = (byte) (hex(bytes[i + 1]) << 4 | hex(bytes[i + 2]));
                i += 2;
            } else {
                decoded[size++] = b;
            }
        }
        return new String(decoded, 0, size, charset);
    }

    private static int hex(byte b) {
        return Character.digit(b, 16);
    }

    @Nullable
    String first(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.get(0);
    }

    String @Nullable [] all(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.toArray(new String[0]);
    }

    Map<String, String[]> map() {
        Map<String, String[]> made = map;
        if (made == null) {
            made = new LinkedHashMap<>();
            for (Map.Entry<String, List<String>> entry : values.entrySet()) {
                made.put(entry.getKey(), entry.getValue().toArray(new String[0]));
            }
            made = Collections.unmodifiableMap(made);
            map = made;
        }
        return made;
    }
}
