package dev.portcullis.gateway.hygiene;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Exchange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The value of a field, with places for facts about the exchange: {@code {tenant}}, {@code {subject}}, {@code {issuer}},
 * {@code {credential}}, {@code {roles}}, {@code {groups}}, {@code {scopes}}, {@code {clientAddress}}, {@code {requestId}},
 * {@code {traceId}}, {@code {route}}, {@code {host}}, {@code {scheme}}, {@code {claim:a.b}} for a verified claim, and
 * {@code {path:id}} or just {@code {id}} for a variable of the route's path. Doubled braces stand for themselves.
 *
 * <p>A fact cannot forge a field: control characters, characters outside ASCII and the percent sign are percent-encoded as
 * UTF-8, and so is a comma inside an element of a list. Nothing about the caller comes from anything but a verified
 * credential. Immutable and thread-safe.
 */
public final class HeaderTemplate {
    private final String text;
    private final List<Part> parts;

    /** A piece of the value: either text as it is, or a fact. */
    private record Part(String literal, @Nullable Placeholder fact) {}

    private HeaderTemplate(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException for a brace that stands alone, an unknown kind of fact, or a character that no field
     *     can have
     */
    public static HeaderTemplate parse(String text) {
        FieldNames.requireValue(text, "a header template");
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if ((c == '{' || c == '}') && i + 1 < text.length() && text.charAt(i + 1) == c) {
                literal.append(c);
                i += 2;
            } else if (c == '{') {
                int close = text.indexOf('}', i);
                if (close < 0) {
                    throw wrong(text, "the brace at index " + i + " is never closed; write {{ for a brace itself");
                }
                if (literal.length() > 0) {
                    parts.add(new Part(literal.toString(), null));
                    literal.setLength(0);
                }
                parts.add(new Part("", Placeholder.of(text.substring(i + 1, close), text)));
                i = close + 1;
            } else if (c == '}') {
                throw wrong(text, "the brace at index " + i + " closes nothing; write }} for a brace itself");
            } else {
                literal.append(c);
                i++;
            }
        }
        if (literal.length() > 0 || parts.isEmpty()) {
            parts.add(new Part(literal.toString(), null));
        }
        return new HeaderTemplate(text, parts);
    }

    /** The value for this exchange, or {@code null} where one of its facts is missing. */
    public @Nullable String render(Exchange exchange) {
        if (parts.size() == 1 && parts.get(0).fact == null) {
            return parts.get(0).literal;
        }
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (part.fact == null) {
                value.append(part.literal);
            } else if (!requireNonNull(part.fact).append(exchange, value)) {
                return null;
            }
        }
        return value.toString();
    }

    /** Whether the value needs to know the caller, who is known only after authentication. */
    public boolean needsCaller() {
        for (Part part : parts) {
            if (part.fact != null && part.fact.isLate()) {
                return true;
            }
        }
        return false;
    }

    /** The path variables that it names, so that a route can be checked for them. */
    public Set<String> pathVariables() {
        Set<String> names = new LinkedHashSet<>();
        for (Part part : parts) {
            if (part.fact != null && part.fact.kind() == Placeholder.Kind.PATH) {
                names.add(part.fact.name());
            }
        }
        return names;
    }

    static IllegalArgumentException wrong(String template, String why) {
        return new IllegalArgumentException("the header template \"" + template + "\" is not possible: " + why);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeaderTemplate template && template.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The template as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
