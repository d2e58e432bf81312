package dev.portcullis.waf;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A published vector of an operator or a transformation.
 *
 * @param param the argument of an operator
 * @param output what a transformation must give
 * @param matches what an operator must answer
 */
public record Vector(String name, byte[] param, byte[] input, byte[] output, boolean matches) {
    /** The vectors of one file below the folder of vectors, such as {@code transformations/trim.json}. */
    public static List<Vector> read(Path file) throws IOException {
        List<Vector> vectors = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
            Map<String, String> members = new HashMap<>();
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, parser.getText());
                } else if (parser.currentToken() == JsonToken.END_OBJECT) {
                    vectors.add(of(members));
                    members.clear();
                }
            }
        }
        return vectors;
    }

    private static Vector of(Map<String, String> members) {
        return new Vector(
                members.getOrDefault("name", ""),
                bytes(members.getOrDefault("param", "")),
                bytes(members.getOrDefault("input", "")),
                bytes(members.getOrDefault("output", "")),
                "1".equals(members.get("ret")));
    }

    /** The text {@code \xHH} and {@code \}{@code u00HH} is one byte each, the rest is UTF-8. */
    private static byte[] bytes(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int i = 0;
        while (i < text.length()) {
            int digits = text.startsWith("\\x", i) ? i + 2 : text.startsWith("\\" + "u00", i) ? i + 4 : -1;
            if (digits > 0 && digits + 2 <= text.length() && isHex(text, digits) && isHex(text, digits + 1)) {
                out.write(Integer.parseInt(text.substring(digits, digits + 2), 16));
                i = digits + 2;
            } else {
                int codePoint = text.codePointAt(i);
                out.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(codePoint);
            }
        }
        return out.toByteArray();
    }

    private static boolean isHex(String text, int at) {
        return Character.digit(text.charAt(at), 16) >= 0;
    }

    @Override
    public String toString() {
        return name + " '" + latin(param) + "' '" + latin(input) + "'";
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
