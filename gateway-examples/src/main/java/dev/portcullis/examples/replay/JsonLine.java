package dev.portcullis.examples.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Writes one JSON object on one line. */
final class JsonLine {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder line = new StringBuilder(256).append('{');

    JsonLine member(String name) {
        if (line.length() > 1) {
            line.append(", ");
        }
        quote(name);
        line.append(": ");
        return this;
    }

    /** A text with one character a byte; bytes that are UTF-8 become their characters again. */
    void string(String latin1) {
        quote(new String(latin1.getBytes(ISO_8859_1), UTF_8));
    }

    void literal(String text) {
        line.append(text);
    }

    void strings(List<String> texts) {
        line.append('[');
        for (int i = 0; i < texts.size(); i++) {
            line.append(i == 0 ? "" : ", ");
            string(texts.get(i));
        }
        line.append(']');
    }

    void numbers(List<Long> numbers) {
        line.append(numbers);
    }

    String end() {
        return line.append('}').toString();
    }

    private void quote(String text) {
        line.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else if (c < ' ' || c >= 0x7f) {
                line.append("\\u")
                        .append(HEX.charAt(c >> 12))
                        .append(HEX.charAt((c >> 8) & 15))
                        .append(HEX.charAt((c >> 4) & 15))
                        .append(HEX.charAt(c & 15));
            } else {
                line.append(c);
            }
        }
        line.append('"');
    }
}
