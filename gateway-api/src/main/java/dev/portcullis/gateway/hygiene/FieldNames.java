package dev.portcullis.gateway.hygiene;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Set;

/** Checks of field names and values that come from a configuration. */
final class FieldNames {
    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";
    private static final Set<String> NEEDED = Set.of("content-length", "transfer-encoding", "host");

    private FieldNames() {}

    /** A token (RFC 9110, section 5.6.2). */
    static String requireToken(String name, String what) {
        boolean right = !requireNonNull(name, what).isEmpty();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
            right &= letter || (c >= '0' && c <= '9') || TOKEN_MARKS.indexOf(c) >= 0;
        }
        if (!right) {
            throw new IllegalArgumentException(what + ": a token (RFC 9110) expected, got \"" + name + "\"");
        }
        return name;
    }

    /** The name of a field that can be edited. */
    static String requireEditable(String name) {
        requireToken(name, "a field name");
        if (NEEDED.contains(name.toLowerCase(Locale.ROOT).replace('_', '-'))) {
            throw new IllegalArgumentException(
                    "the field " + name + " belongs to the message itself and cannot be edited");
        }
        return name;
    }

    /** The name of a field that can be removed, or the beginning of such names and {@code *}. */
    static String requireRemovable(String name) {
        requireEditable(name);
        if (name.equals("*")) {
            throw new IllegalArgumentException("a field name: \"*\" alone would strip every field");
        }
        return name;
    }

    /** A field value (RFC 9110, section 5.5). */
    static String requireValue(String value, String what) {
        for (int i = 0; i < requireNonNull(value, what).length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7F || c > 0xFF) {
                throw new IllegalArgumentException(
                        what + ": a control character, or one beyond ISO-8859-1, at index " + i);
            }
        }
        return value;
    }
}
