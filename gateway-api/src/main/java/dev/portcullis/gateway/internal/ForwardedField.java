package dev.portcullis.gateway.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one line of Forwarded (RFC 7239, section 4) from the left: only so can a quote that a client left open not hide what
 * a proxy appended.
 */
final class ForwardedField {
    private final String line;
    private int at;

    private ForwardedField(String line) {
        this.line = line;
    }

    /**
     * What one proxy says.
     *
     * @param node the value of {@code for}, or {@code null}
     * @param proto the value of {@code proto}, or {@code null}
     */
    record Element(@Nullable String node, @Nullable String proto) {}

    /** The elements of the line, or {@code null} if it is malformed. */
    static @Nullable List<Element> parse(String line) {
        return new ForwardedField(line).elements();
    }

    private @Nullable List<Element> elements() {
        List<Element> elements = new ArrayList<>(2);
        while (true) {
            skipSpace();
            if (!atEnd() && line.charAt(at) != ',') {
                Element element = element();
                if (element == null) {
                    return null;
                }
                elements.add(element);
                skipSpace();
            }
            if (atEnd()) {
                return elements;
            }
            if (line.charAt(at++) != ',') {
                return null;
            }
        }
    }

    private @Nullable Element element() {
        String node = null;
        String proto = null;
        while (true) {
            String name = token();
            if (name == null || atEnd() || line.charAt(at++) != '=') {
                return null;
            }
            String value = !atEnd() && line.charAt(at) == '"' ? quoted() : token();
            if (value == null) {
                return null;
            }
            if (name.equalsIgnoreCase("for")) {
                if (node != null) {
                    return null;
                }
                node = value;
            } else if (name.equalsIgnoreCase("proto")) {
                if (proto != null) {
                    return null;
                }
                proto = value;
            }
            skipSpace();
            if (atEnd() || line.charAt(at) == ',') {
                return new Element(node, proto);
            }
            if (line.charAt(at++) != ';') {
                return null;
            }
            skipSpace();
        }
    }

    private @Nullable String token() {
        int from = at;
        while (!atEnd() && CharClass.isToken(line.charAt(at))) {
            at++;
        }
        return at == from ? null : line.substring(from, at);
    }

    private @Nullable String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (!atEnd()) {
            char c = line.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\') {
                if (atEnd()) {
                    return null;
                }
                c = line.charAt(at++);
            }
            value.append(c);
        }
        return null;
    }

    private void skipSpace() {
        at = FieldValues.skipSpace(line, at, line.length());
    }

    private boolean atEnd() {
        return at >= line.length();
    }
}
