package dev.portcullis.waf.seclang;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * One action as written.
 *
 * @param name as written; names are compared without case
 * @param value what follows the colon, quotes resolved; empty if nothing does
 * @param unclosed whether the quote of the value is missing at the end of the list
 */
public record ActionText(String name, String value, boolean unclosed) {
    /** Checks that nothing is missing. */
    public ActionText {
        requireNonNull(name, "name");
        requireNonNull(value, "value");
    }

    /** An action whose quotes are right, if it has any. */
    public ActionText(String name, String value) {
        this(name, value, false);
    }

    /** Whether this is the action of that name. */
    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }

    /** Reads a list of actions separated by commas. */
    public static List<ActionText> list(String text) throws SyntaxException {
        return new ListReader(text).read();
    }

    /** Reads the list from left to right. */
    private static final class ListReader {
        private final String text;
        private int at;

        ListReader(String text) {
            this.text = text;
        }

        List<ActionText> read() throws SyntaxException {
            List<ActionText> actions = new ArrayList<>();
            for (skipBlanks(); at < text.length(); skipBlanks()) {
                if (text.charAt(at) == ',') {
                    at++;
                    continue;
                }
                actions.add(action());
                skipBlanks();
                if (at < text.length() && text.charAt(at) != ',') {
                    throw new SyntaxException("a comma must follow the action "
                            + actions.get(actions.size() - 1).name());
                }
            }
            return actions;
        }

        private ActionText action() throws SyntaxException {
            int start = at;
            while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != ':') {
                at++;
            }
            String name = text.substring(start, at).strip();
            if (name.isEmpty()) {
                throw new SyntaxException("the name of an action is missing before a colon");
            }
            if (at == text.length() || text.charAt(at) == ',') {
                return new ActionText(name, "");
            }
            at++;
            skipBlanks();
            return at < text.length() && text.charAt(at) == '\'' ? quoted(name) : new ActionText(name, plain());
        }

        private String plain() {
            int start = at;
            while (at < text.length() && text.charAt(at) != ',') {
                at++;
            }
            return text.substring(start, at).strip();
        }

        private ActionText quoted(String name) throws SyntaxException {
            int start = at + 1;
            int close = text.indexOf('\'', start);
            if (close >= 0 && (close == start || text.charAt(close - 1) != '\\')) {
                at = close + 1;
                return new ActionText(name, text.substring(start, close));
            }
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '\'') {
                    at++;
                    return new ActionText(name, value.toString());
                }
                if (c == '\\' && at + 1 < text.length() && text.charAt(at + 1) == '\'') {
                    c = text.charAt(++at);
                }
                value.append(c);
            }
            // Widespread configurations end so. Where a comma follows, another action may be lost in the text.
            if (name.equalsIgnoreCase("msg") && value.indexOf(",") < 0) {
                return new ActionText(name, value.toString(), true);
            }
            throw new SyntaxException("the quote of the action " + name + " is never closed");
        }

        private void skipBlanks() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }
    }
}
