package dev.portcullis.waf.body;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The boundary that a Content-Type names, if it names exactly one and in the plain form. */
final class Boundary {
    private static final String TYPE = "multipart/form-data";
    private static final String PARAMETER = "boundary";
    private static final int LONGEST_TYPE = 1024;

    private final byte[] delimiter;
    private final boolean quoted;

    private Boundary(String text, boolean quoted) {
        this.delimiter = ("--" + text).getBytes(StandardCharsets.ISO_8859_1);
        this.quoted = quoted;
    }

    /** The boundary; null if there is none that can be relied on, which the sink has then been told. */
    static @Nullable Boundary of(String contentType, BodySink sink) {
        String problem = problem(contentType);
        if (problem == null) {
            int name = contentType.indexOf(PARAMETER);
            if (contentType.substring(TYPE.length(), name).indexOf(';') < 0) {
                sink.flag(MultipartFlag.MISSING_SEMICOLON);
            }
            int equals = contentType.indexOf('=', name);
            String value = contentType.substring(equals + 1);
            if (equals > name + PARAMETER.length() || !value.isEmpty() && isSpace(value.charAt(0))) {
                sink.flag(MultipartFlag.BOUNDARY_WHITESPACE);
            }
            boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
            if (quoted) {
                sink.flag(MultipartFlag.BOUNDARY_QUOTED);
                value = value.substring(1, value.length() - 1);
            }
            problem = valueProblem(value);
            if (problem == null) {
                return new Boundary(value, quoted);
            }
        }
        sink.flag(MultipartFlag.CONTENT_TYPE_INVALID);
        sink.error("Multipart parsing error: " + problem);
        return null;
    }

    private static @Nullable String problem(String contentType) {
        if (contentType.isEmpty()) {
            return "Content-Type header not available";
        }
        if (contentType.length() > LONGEST_TYPE) {
            return "Content-Type is longer than " + LONGEST_TYPE;
        }
        if (!contentType.regionMatches(true, 0, TYPE, 0, TYPE.length())) {
            return "invalid MIME type";
        }
        int count = count(contentType);
        if (count > 1) {
            return "multiple boundary parameters in Content-Type";
        }
        int name = contentType.indexOf(PARAMETER, TYPE.length());
        if (name < 0) {
            return count > 0 ? "invalid boundary in Content-Type (case)" : "boundary not found in Content-Type";
        }
        int semicolons = 0;
        for (int i = TYPE.length(); i < name; i++) {
            char c = contentType.charAt(i);
            if (!isSpace(c) && (c != ';' || ++semicolons > 1)) {
                return "invalid boundary in Content-Type (malformed)";
            }
        }
        int equals = contentType.indexOf('=', name);
        if (equals < 0) {
            return "invalid boundary in Content-Type (malformed)";
        }
        for (int i = name + PARAMETER.length(); i < equals; i++) {
            if (!isSpace(contentType.charAt(i))) {
                return "invalid boundary in Content-Type (parameter name)";
            }
        }
        return null;
    }

    private static @Nullable String valueProblem(String value) {
        if (value.isEmpty()) {
            return "invalid boundary in Content-Type (empty)";
        }
        if (value.indexOf('"') >= 0) {
            return "invalid boundary in Content-Type (quote)";
        }
        if (value.toLowerCase(Locale.ROOT).contains(PARAMETER) && value.indexOf('=') >= 0) {
            return "invalid boundary in Content-Type (content)";
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean alphanumeric = c >= '0' && c <= '9' || (c | 0x20) >= 'a' && (c | 0x20) <= 'z' && c < 0x80;
            boolean innerSpace = c == ' ' && i + 1 < value.length();
            if (!alphanumeric && !innerSpace && "'()+_,-./:=?".indexOf(c) < 0) {
                return "invalid boundary in Content-Type (characters)";
            }
        }
        return null;
    }

    /** How often the word stands there with an equals sign somewhere after it. */
    private static int count(String contentType) {
        String lower = contentType.toLowerCase(Locale.ROOT);
        int count = 0;
        int at = lower.indexOf(PARAMETER);
        while (at >= 0) {
            if (lower.indexOf('=', at) >= 0) {
                count++;
            }
            at = lower.indexOf(PARAMETER, at + 1);
        }
        return count;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= 9 && c <= 13;
    }

    /** Two dashes and the boundary. */
    byte[] delimiter() {
        return delimiter;
    }

    /** Whether Content-Type has it in quotes. */
    boolean isQuoted() {
        return quoted;
    }
}
