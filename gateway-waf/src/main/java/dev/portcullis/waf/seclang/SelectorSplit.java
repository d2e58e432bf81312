package dev.portcullis.waf.seclang;

import java.util.ArrayList;
import java.util.List;

/** Splits a list of variables at the bars that stand outside of patterns and quotes. */
final class SelectorSplit {
    private SelectorSplit() {}

    static List<String> parts(String text, String separators) throws SyntaxException {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int at = 0; at <= text.length(); at++) {
            if (at == text.length() || separators.indexOf(text.charAt(at)) >= 0) {
                parts.add(text.substring(start, at));
                start = at + 1;
            } else if (text.charAt(at) == ':' && at + 1 < text.length() && !isPath(text, start, at)) {
                at = skipKey(text, at + 1) - 1;
            }
        }
        return parts;
    }

    private static boolean isPath(String text, int start, int colon) {
        return colon - start >= 3 && text.regionMatches(true, colon - 3, "XML", 0, 3);
    }

    /** The index after a key that starts here: after its pattern or quote, or unchanged for a plain one. */
    private static int skipKey(String text, int at) throws SyntaxException {
        char first = text.charAt(at);
        if (first == '\'') {
            int end = at + 1;
            while (end < text.length() && (text.charAt(end) != '\'' || text.charAt(end - 1) == '\\')) {
                end++;
            }
            if (end == text.length()) {
                throw new SyntaxException("the quote of a key is never closed in " + text);
            }
            return end + 1;
        }
        if (first == '/') {
            int end = at + 1;
            while (end < text.length() && text.charAt(end) != '/') {
                end += text.charAt(end) == '\\' ? 2 : 1;
            }
            if (end >= text.length()) {
                throw new SyntaxException("the pattern of a key is never closed by a slash in " + text);
            }
            return end + 1;
        }
        return at;
    }
}
