package dev.portcullis.gateway.servlet;

import jakarta.servlet.ServletException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the head of a part says of it (RFC 7578, section 4.2).
 *
 * @param name the field's name
 * @param fileName the name of the file that it is, or {@code null}
 */
record Disposition(String name, @Nullable String fileName) {
    private static final int LONGEST_BOUNDARY = 70;

    static Disposition parse(@Nullable String field) throws ServletException {
        if (field == null) {
            throw MultipartReader.malformed("has a part without Content-Disposition");
        }
        Scan scan = new Scan(field);
        if (!scan.token().equals("form-data")) {
            throw MultipartReader.malformed("has a part that is not form-data");
        }
        String name = null;
        String fileName = null;
        while (scan.more()) {
            String parameter = scan.token();
            String value = scan.value();
            if (parameter.equals("name") && name == null) {
                name = value;
            } else if (parameter.equals("filename") && fileName == null) {
                fileName = value;
            } else {
                throw MultipartReader.malformed("has a Content-Disposition that can be read in two ways");
            }
        }
        if (name == null) {
            throw MultipartReader.malformed("has a part without a name");
        }
        return new Disposition(name, fileName);
    }

    /** The boundary that a content type announces (RFC 2046, section 5.1.1). */
    static String boundary(String contentType) throws ServletException {
        Scan scan = new Scan(contentType);
        scan.skipTo(';');
        String boundary = null;
        while (scan.more()) {
            String parameter = scan.token();
            String value = scan.value();
            if (parameter.equals("boundary")) {
                if (boundary != null) {
                    throw MultipartReader.malformed("has two boundaries");
                }
                boundary = value;
            }
        }
        if (boundary == null || boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY || boundary.endsWith(" ")) {
            throw MultipartReader.malformed("has no boundary, or one that is none");
        }
        return boundary;
    }

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenCharacter(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isTokenCharacter(char c) {
        return (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    /** Walks over a field with parameters. */
    private static final class Scan {
        private final String text;
        private int at;

        Scan(String text) {
            this.text = text;
        }

        void skipTo(char c) {
            int found = text.indexOf(c);
            at = found < 0 ? text.length() : found;
        }

        /** Whether a parameter follows; stands before it then. */
        boolean more() throws ServletException {
            blanks();
            if (at == text.length()) {
                return false;
            }
            if (text.charAt(at++) != ';') {
                throw MultipartReader.malformed("has a field with malformed parameters");
            }
            blanks();
            return at < text.length();
        }

        String token() throws ServletException {
            int start = at;
            while (at < text.length() && isTokenCharacter(text.charAt(at))) {
                at++;
            }
            if (at == start) {
                throw MultipartReader.malformed("has a field with malformed parameters");
            }
            return text.substring(start, at).toLowerCase(Locale.ROOT);
        }

        String value() throws ServletException {
            if (at >= text.length() || text.charAt(at++) != '=') {
                throw MultipartReader.malformed("has a field with malformed parameters");
            }
            if (at == text.length() || text.charAt(at) != '"') {
                int start = at;
                token();
                return text.substring(start, at);
            }
            int start = ++at;
            while (at < text.length() && text.charAt(at) != '"') {
                if (text.charAt(at) == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
                    throw MultipartReader.malformed("has a quoted quote, which parsers read differently");
                }
                at++;
            }
            if (at == text.length()) {
                throw MultipartReader.malformed("has a field with an open quote");
            }
            return text.substring(start, at++);
        }

        private void blanks() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }
    }
}
