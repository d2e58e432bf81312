package dev.portcullis.waf.pattern;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;

/**
 * {@code java.util.regex} over the ISO 8859-1 view of a value, made to mean what PCRE means on bytes. A search is
 * given up after a number of looks at the text, or when the stack overflows.
 *
 * <p>These rewritings are made, each for a difference between the two:
 *
 * <ul>
 *   <li>The flag UNIX_LINES: else CR, CR LF and 0x85 end lines.
 *   <li>{@code ^} becomes <code>(?:^|\A)</code>: Java's does not match in an empty text.
 *   <li>{@code \b} and {@code \B} are spelled out with classes of ASCII: up to JDK 18 Java's know letters above 0x7F.
 *   <li>A <code>&#123;</code> that begins no repeat, a <code>[</code> or {@code &&} in a class are escaped: Java has
 *       no literal ones.
 *   <li>A capturing group gets a last branch that never matches: without one, Java repeats the group by a short cut
 *       that leaves the bounds of turns it has taken back.
 *   <li>{@code \s \w \d \v \h}, {@code \z \Z \A}, <code>\x&#123;..&#125;</code> and case folding mean the same and
 *       stay as they are.
 * </ul>
 *
 * <p>Where a group that is counted, as in <code>(a*?)&#123;1,2&#125;</code>, can be empty, Java takes no turn after an
 * empty one and PCRE does: the bounds of the match are compared there, and not those of groups.
 */
final class JavaOracle {
    private static final int MAX_LOOKS = 300_000;
    private static final String WORD = "[0-9A-Za-z_]";
    private static final String BOUNDARY = "(?:(?<=" + WORD + ")(?!" + WORD + ")|(?<!" + WORD + ")(?=" + WORD + "))";
    private static final String NO_BOUNDARY = "(?:(?<=" + WORD + ")(?=" + WORD + ")|(?<!" + WORD + ")(?!" + WORD + "))";

    private final java.util.regex.Pattern pattern;
    private final boolean knowsGroups;
    private boolean gaveUp;

    JavaOracle(String latin1, int flags) {
        pattern = java.util.regex.Pattern.compile(rewritten(latin1), flags | java.util.regex.Pattern.UNIX_LINES);
        knowsGroups = !countsEmptyTurns(latin1);
    }

    int groups() {
        return pattern.matcher("").groupCount();
    }

    /** Whether the bounds of groups are those that PCRE finds. */
    boolean knowsGroups() {
        return knowsGroups;
    }

    /** The bounds of the match, and of all groups if they are known, as text, "none", or null if the search was given up. */
    String find(String value) {
        gaveUp = false;
        try {
            Matcher matcher = pattern.matcher(new Counted(value));
            if (!matcher.find()) {
                return "none";
            }
            StringBuilder bounds = new StringBuilder();
            for (int g = 0; g <= (knowsGroups ? matcher.groupCount() : 0); g++) {
                bounds.append(matcher.start(g))
                        .append('-')
                        .append(matcher.end(g))
                        .append(' ');
            }
            return bounds.toString();
        } catch (GaveUp | StackOverflowError e) {
            gaveUp = true;
            return null;
        }
    }

    boolean gaveUp() {
        return gaveUp;
    }

    private static boolean countsEmptyTurns(String pattern) {
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < pattern.length(); i++) {
            switch (pattern.charAt(i)) {
                case '\\' -> i++;
                case '[' -> i = rewriteClass(pattern, i, new StringBuilder()) - 1;
                case '(' -> open.push(i);
                case ')' -> {
                    String group = pattern.substring(open.pop(), i + 1);
                    if (pattern.startsWith("{", i + 1) && "".matches(rewritten(group))) {
                        return true;
                    }
                }
                default -> {
                    // nothing that opens, closes or escapes
                }
            }
        }
        return false;
    }

    static String rewritten(String pattern) {
        StringBuilder out = new StringBuilder();
        Deque<Boolean> capturing = new ArrayDeque<>();
        int i = 0;
        while (i < pattern.length()) {
            char c = pattern.charAt(i);
            if (c == '(') {
                capturing.push(!pattern.startsWith("(?", i));
            } else if (c == ')' && capturing.pop()) {
                out.append("|(?!)");
            }
            if (c == '\\') {
                char escaped = pattern.charAt(i + 1);
                out.append(escaped == 'b' ? BOUNDARY : escaped == 'B' ? NO_BOUNDARY : pattern.substring(i, i + 2));
                i += 2;
                if (escaped == 'x' && pattern.charAt(i) == '{') {
                    int close = pattern.indexOf('}', i);
                    out.append(pattern, i, close + 1);
                    i = close + 1;
                }
            } else if (c == '[') {
                i = rewriteClass(pattern, i, out);
            } else if (c == '^') {
                out.append("(?:^|\\A)");
                i++;
            } else if (c == '{' && !pattern.substring(i).matches("(?s)\\{\\d+(?:,\\d*)?\\}.*")) {
                out.append("\\{");
                i++;
            } else {
                out.append(c);
                i++;
            }
        }
        return out.toString();
    }

    private static int rewriteClass(String pattern, int open, StringBuilder out) {
        int i = open + 1;
        out.append('[');
        if (pattern.charAt(i) == '^') {
            out.append('^');
            i++;
        }
        int first = i;
        while (i == first || pattern.charAt(i) != ']') {
            char c = pattern.charAt(i);
            if (c == '\\') {
                out.append(pattern, i, i + 2);
                i += 2;
                continue;
            }
            if (c == '[' || c == '&' || c == ']') {
                out.append('\\');
            }
            out.append(c);
            i++;
        }
        out.append(']');
        return i + 1;
    }

    private static final class GaveUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GaveUp() {
            super(null, null, false, false);
        }
    }

    /** A text that can be looked at so often only. */
    private static final class Counted implements CharSequence {
        private final String text;
        private int looks;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++looks > MAX_LOOKS) {
                throw new GaveUp();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
