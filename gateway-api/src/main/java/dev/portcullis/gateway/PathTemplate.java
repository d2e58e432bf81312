package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of paths: literal segments, {@code {name}} for exactly one segment that is not empty, and {@code /**} at the end for
 * zero or more segments ({@code /docs/**} admits {@code /docs}). Trailing slashes and case are significant.
 *
 * <p>Segments are compared in decoded form, so no spelling of a path avoids a template: {@code /v1/jobs:stop} matches
 * {@code /v1/jobs%3Astop}. Immutable and thread-safe.
 */
public final class PathTemplate {
    private final String text;
    private final List<Segment> segments;
    private final boolean open;
    private final List<String> variables;

    /**
     * One segment.
     *
     * @param literal the decoded text, or {@code null} for a variable
     * @param variable the name, or {@code null} for a literal
     */
    record Segment(@Nullable String literal, @Nullable String variable) {}

    private PathTemplate(String text, List<Segment> segments, boolean open) {
        this.text = text;
        this.segments = List.copyOf(segments);
        this.open = open;
        List<String> names = new ArrayList<>();
        for (Segment segment : segments) {
            if (segment.variable != null) {
                names.add(segment.variable);
            }
        }
        variables = List.copyOf(names);
    }

    /**
     * Reads a template. Literal segments may be written as they read or percent-encoded.
     *
     * @throws IllegalArgumentException if the text is no template, or names a path that no request can have: with an empty
     *     or dot segment inside, a parameter ({@code ;}), a backslash or a control character
     */
    public static PathTemplate parse(String text) {
        if (!requireNonNull(text, "text").startsWith("/")) {
            throw wrong(text, "it must begin with \"/\"");
        }
        List<Segment> segments = new ArrayList<>();
        boolean open = false;
        int from = 1;
        while (from <= text.length()) {
            int slash = text.indexOf('/', from);
            int to = slash < 0 ? text.length() : slash;
            String segment = text.substring(from, to);
            if (segment.equals("**")) {
                if (slash >= 0) {
                    throw wrong(text, "\"/**\" is only possible at its end");
                }
                open = true;
            } else {
                segments.add(segment(text, segment, slash < 0));
            }
            from = to + 1;
        }
        PathTemplate template = new PathTemplate(text, segments, open);
        for (String name : template.variables) {
            if (template.variables.indexOf(name) != template.variables.lastIndexOf(name)) {
                throw wrong(text, "the variable {" + name + "} occurs twice");
            }
        }
        return template;
    }

    private static Segment segment(String template, String segment, boolean last) {
        if (segment.startsWith("{") && segment.endsWith("}")) {
            String name = segment.substring(1, segment.length() - 1);
            if (!isName(name)) {
                throw wrong(template, "\"" + segment + "\" needs a name of letters, digits, '-' and '_'");
            }
            return new Segment(null, name);
        }
        for (int i = 0; i < segment.length(); i++) {
            if ("*{}?#".indexOf(segment.charAt(i)) >= 0) {
                throw wrong(
                        template,
                        "\"" + segment.charAt(i) + "\" cannot stand in a literal segment; {name} stands for one whole"
                                + " segment, /** at the end for any number");
            }
        }
        String literal = PercentDecoding.decode(segment, 0, segment.length());
        if (literal.isEmpty() && !last) {
            throw wrong(template, "no request has an empty segment");
        }
        if (literal.equals(".") || literal.equals("..")) {
            throw wrong(template, "no request has a dot segment");
        }
        for (int i = 0; i < literal.length(); i++) {
            char c = literal.charAt(i);
            if ("/\\;\uFFFD".indexOf(c) >= 0 || Character.isISOControl(c)) {
                throw wrong(template, "no request has the segment \"" + segment + "\"");
            }
        }
        return new Segment(literal, null);
    }

    private static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
            if (!letter && c != '_' && (i == 0 || (c != '-' && (c < '0' || c > '9')))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static IllegalArgumentException wrong(String template, String why) {
        return new IllegalArgumentException("the path template \"" + template + "\" is not possible: " + why);
    }

    /**
     * Whether the path is one of these.
     *
     * @param path canonical, as {@link RequestHead#path} has it
     */
    public boolean matches(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') {
            return false;
        }
        int from = 1;
        for (int i = 0; i < segments.size(); i++) {
            if (from > path.length()) {
                return false;
            }
            int to = segmentEnd(path, from);
            String literal = segments.get(i).literal;
            if (literal == null ? to == from : !segmentIs(path, from, to, literal)) {
                return false;
            }
            from = to + 1;
        }
        return open || from > path.length();
    }

    /**
     * The decoded values of the variables for a path that {@link #matches}.
     *
     * @param path canonical, as {@link RequestHead#path} has it
     */
    public PathVariables variables(String path) {
        if (variables.isEmpty()) {
            return PathVariables.NONE;
        }
        String[] values = new String[variables.size()];
        int next = 0;
        int from = 1;
        for (int i = 0; next < values.length; i++) {
            int to = segmentEnd(path, from);
            if (segments.get(i).literal == null) {
                values[next++] = PercentDecoding.decode(path, from, to);
            }
            from = to + 1;
        }
        return new PathVariables(variables, values);
    }

    /** The names of the variables, in order. */
    public List<String> variableNames() {
        return variables;
    }

    /** Whether the template ends in {@code /**}. */
    public boolean isOpen() {
        return open;
    }

    List<Segment> segments() {
        return segments;
    }

    static int segmentEnd(String path, int from) {
        int slash = path.indexOf('/', from);
        return slash < 0 ? path.length() : slash;
    }

    private static boolean segmentIs(String path, int from, int to, String literal) {
        int percent = path.indexOf('%', from);
        if (percent < 0 || percent >= to) {
            return to - from == literal.length() && path.startsWith(literal, from);
        }
        return PercentDecoding.decode(path, from, to).equals(literal);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathTemplate template && template.open == open && template.segments.equals(segments);
    }

    @Override
    public int hashCode() {
        return segments.hashCode() * 31 + Boolean.hashCode(open);
    }

    /** The template as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
