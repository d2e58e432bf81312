package dev.portcullis.waf.seclang;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line into words. A word may stand in double or single quotes; within them a backslash takes away the meaning
 * of that quote and stays otherwise, so that {@code \s} reaches the pattern it belongs to.
 */
final class Words {
    private final String line;
    private int at;

    private Words(String line) {
        this.line = line;
    }

    static List<String> of(String line) throws SyntaxException {
        Words reader = new Words(line);
        List<String> words = new ArrayList<>(4);
        for (reader.skipBlanks(); reader.at < line.length(); reader.skipBlanks()) {
            words.add(reader.next());
        }
        return words;
    }

    private void skipBlanks() {
        while (at < line.length() && isBlank(line.charAt(at))) {
            at++;
        }
    }

    private String next() throws SyntaxException {
        char c = line.charAt(at);
        return c == '"' || c == '\'' ? quoted(c) : plain();
    }

    private String plain() {
        int start = at;
        while (at < line.length() && !isBlank(line.charAt(at))) {
            at++;
        }
        return line.substring(start, at);
    }

    private String quoted(char quote) throws SyntaxException {
        // Most words hold no quote of their kind, and are a piece of the line as they are.
        int start = at + 1;
        int close = line.indexOf(quote, start);
        if (close >= 0 && (close == start || line.charAt(close - 1) != '\\')) {
            at = close + 1;
            checkBlank();
            return line.substring(start, close);
        }
        StringBuilder word = new StringBuilder();
        for (at++; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == quote) {
                at++;
                checkBlank();
                return word.toString();
            }
            if (c == '\\' && at + 1 < line.length()) {
                char escaped = line.charAt(++at);
                if (escaped != quote) {
                    word.append('\\');
                }
                word.append(escaped);
            } else {
                word.append(c);
            }
        }
        throw new SyntaxException("the quote " + quote + " is never closed; a line goes on only after a backslash");
    }

    private void checkBlank() throws SyntaxException {
        if (at < line.length() && !isBlank(line.charAt(at))) {
            throw new SyntaxException("a blank must follow the closing quote, not " + line.charAt(at));
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
