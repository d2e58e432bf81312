package dev.portcullis.gateway.hygiene;

import dev.portcullis.gateway.Headers;
import java.util.HashSet;
import java.util.Set;

/** The syntax of {@code tracestate} (W3C Trace Context, section 3.3) over all its lines. */
final class TraceState {
    private static final int MOST_MEMBERS = 32;
    private static final int LONGEST_KEY = 256;
    private static final int LONGEST_VALUE = 256;

    private TraceState() {}

    static boolean isValid(Headers headers) {
        Set<String> keys = new HashSet<>();
        for (int i = headers.indexOf("tracestate", 0); i >= 0; i = headers.indexOf("tracestate", i + 1)) {
            String line = headers.value(i);
            int from = 0;
            while (from <= line.length()) {
                int comma = line.indexOf(',', from);
                int to = comma < 0 ? line.length() : comma;
                String member = line.substring(from, to).strip();
                if (!member.isEmpty() && !isMember(member, keys)) {
                    return false;
                }
                from = to + 1;
            }
        }
        return keys.size() <= MOST_MEMBERS;
    }

    private static boolean isMember(String member, Set<String> keys) {
        int equals = member.indexOf('=');
        if (equals < 0) {
            return false;
        }
        String key = member.substring(0, equals);
        return isKey(key) && isValue(member.substring(equals + 1)) && keys.add(key);
    }

    /** A lower-case letter or digit, then those and {@code _ - * /}; with {@code @} between a tenant and a system. */
    private static boolean isKey(String key) {
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            return false;
        }
        int signs = 0;
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            boolean simple = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            signs += c == '@' ? 1 : 0;
            if (!simple && (i == 0 || "_-*/@".indexOf(c) < 0)) {
                return false;
            }
        }
        return signs <= 1 && !key.endsWith("@");
    }

    private static boolean isValue(String value) {
        if (value.isEmpty() || value.length() > LONGEST_VALUE || value.endsWith(" ")) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || c == ',' || c == '=') {
                return false;
            }
        }
        return true;
    }
}
