package dev.portcullis.waf.seclang;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * One variable of a rule as written: {@code ARGS}, {@code &ARGS:a}, {@code !REQUEST_COOKIES:/^_ga/}, {@code XML:/*}.
 *
 * @param variable the name, as written
 * @param kind what stands after the colon
 * @param key the key, the pattern without its slashes, or the path; empty for {@link Kind#ALL}
 * @param count whether the number of values is asked for ({@code &})
 * @param exclude whether the values are taken out of the others ({@code !})
 */
public record Selector(String variable, Kind kind, String key, boolean count, boolean exclude) {
    /** What selects among the values of a variable. */
    public enum Kind {
        /** Nothing: all of them. */
        ALL,
        /** A key. */
        KEY,
        /** A regular expression that the key contains. */
        PATTERN,
        /** A path of XPath. */
        PATH
    }

    /** Checks that nothing is missing. */
    public Selector {
        requireNonNull(variable, "variable");
        requireNonNull(kind, "kind");
        requireNonNull(key, "key");
    }

    /** Reads a list of variables separated by {@code |}. */
    public static List<Selector> list(String text) throws SyntaxException {
        return list(text, "|");
    }

    /** Reads a list of variables separated by {@code |} or a comma, as directives that change a rule take it. */
    public static List<Selector> commaList(String text) throws SyntaxException {
        return list(text, "|,");
    }

    private static List<Selector> list(String text, String separators) throws SyntaxException {
        List<Selector> selectors = new ArrayList<>();
        for (String part : SelectorSplit.parts(text, separators)) {
            selectors.add(of(part.strip()));
        }
        return selectors;
    }

    /** Reads one variable. */
    public static Selector of(String text) throws SyntaxException {
        int at = 0;
        boolean exclude = false;
        boolean count = false;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '!' && !exclude && !count) {
                exclude = true;
            } else if (c == '&' && !count) {
                count = true;
            } else {
                break;
            }
        }
        int colon = text.indexOf(':', at);
        String name = text.substring(at, colon < 0 ? text.length() : colon);
        if (name.isEmpty() || !isName(name)) {
            throw new SyntaxException("not a variable: " + text);
        }
        if (colon < 0) {
            return new Selector(name, Kind.ALL, "", count, exclude);
        }
        String key = unquote(text.substring(colon + 1));
        if (key.isEmpty()) {
            throw new SyntaxException("a key must follow the colon in " + text);
        }
        if (name.equalsIgnoreCase("XML")) {
            return new Selector(name, Kind.PATH, key, count, exclude);
        }
        if (key.length() >= 2 && key.startsWith("/") && key.endsWith("/")) {
            String pattern = key.substring(1, key.length() - 1);
            return new Selector(name, Kind.PATTERN, pattern, count, exclude);
        }
        return new Selector(name, Kind.KEY, key, count, exclude);
    }

    private static String unquote(String key) {
        boolean quoted = key.length() >= 2 && key.startsWith("'") && key.endsWith("'");
        return quoted ? key.substring(1, key.length() - 1) : key;
    }

    private static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isNameCharacter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNameCharacter(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }
}
