package dev.portcullis.waf.pattern;

import java.util.Random;

/** Makes patterns of every construct that automata run, small enough that their texts meet often. */
final class PatternGenerator {
    private static final String[] ATOMS = {
        "a",
        "b",
        "c",
        "A",
        "_",
        " ",
        "\\n",
        ".",
        "[ab]",
        "[^a]",
        "[a-c]",
        "[^\\n]",
        "\\w",
        "\\W",
        "\\s",
        "\\S",
        "\\d",
        "\\D",
        "\\xe2",
        "[\\x80-\\xff]",
        "\\x{61}",
        "[A-Z_]",
        "\\.",
        "\\x5c"
    };
    private static final String[] QUANTIFIERS = {
        "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}", "{2,}", "{1,3}?", "{0,}?", "{3,5}"
    };
    private static final String[] ANCHORS = {"^", "$", "\\b", "\\B", "\\A", "\\z", "\\Z"};

    private final Random random;

    PatternGenerator(Random random) {
        this.random = random;
    }

    String next() {
        StringBuilder out = new StringBuilder();
        write(out, 2 + random.nextInt(3));
        return out.toString();
    }

    private void write(StringBuilder out, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(100);
        if (kind < 22) {
            out.append(any(ATOMS));
        } else if (kind < 45) {
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                write(out, depth - 1);
            }
        } else if (kind < 60) {
            out.append("(?:");
            branches(out, depth);
        } else if (kind < 70) {
            out.append('(');
            branches(out, depth);
        } else if (kind < 88) {
            out.append(random.nextInt(3) > 0 ? "(?:" : "(");
            write(out, depth - 1);
            out.append(')').append(any(QUANTIFIERS));
        } else if (kind < 92) {
            // A quantifier that gives nothing back, and one byte ahead: automata run both.
            out.append(any(ATOMS));
            out.append(random.nextBoolean() ? random.nextBoolean() ? "*+" : "++" : "?+");
            write(out, depth - 1);
        } else if (kind < 94) {
            out.append(random.nextBoolean() ? "(?=" : "(?!").append(any(ATOMS)).append(')');
            write(out, depth - 1);
        } else if (kind < 98) {
            boolean before = random.nextBoolean();
            out.append(before ? any(ANCHORS) : "");
            write(out, depth - 1);
            out.append(before ? "" : any(ANCHORS));
        } else {
            out.append("(?i:");
            write(out, depth - 1);
            out.append(')');
        }
    }

    private void branches(StringBuilder out, int depth) {
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            if (random.nextInt(14) > 0) {
                write(out, depth - 1);
            }
            out.append(i > 1 ? "|" : ")");
        }
    }

    private String any(String[] of) {
        return of[random.nextInt(of.length)];
    }
}
