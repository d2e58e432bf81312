package dev.portcullis.waf.body;

import dev.portcullis.waf.body.GraphQlTokens.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One reading of a GraphQL document: a loop with a stack of its own that keeps names and numbers, not nodes. */
final class GraphQlReader {
    private static final int LONGEST_NAME = 256;
    private static final byte[] ROOT = {'g', 'r', 'a', 'p', 'h', 'q', 'l'};
    private static final byte SELECTION = 's';
    private static final byte ARGUMENTS = 'a';
    private static final byte LIST = 'l';
    private static final byte OBJECT = 'o';

    private final byte[] text;
    private final GraphQlTokens tokens;
    private final GraphQlFragments fragments = new GraphQlFragments();
    private final List<GraphQlDocument.Text> texts = new ArrayList<>();

    private final byte[] path = Arrays.copyOf(ROOT, LONGEST_NAME);
    private int pathEnd = ROOT.length;

    /** For each open bracket its kind, where the path ended before it, and the name before it. */
    private byte[] kinds = new byte[16];

    private int[] ends = new int[16];
    private int[] names = new int[32];
    private int open;
    private int selections;

    /** The field or argument that was named last. */
    private int nameFrom;

    private int nameTo;
    private boolean header;

    GraphQlReader(byte[] text, int from, int to) {
        this.text = text;
        this.tokens = new GraphQlTokens(text, from, to);
    }

    @Nullable
    GraphQlDocument read() {
        Kind kind = tokens.next();
        while (kind != Kind.END) {
            boolean right = kind != Kind.MISTAKE
                    && (open == 0 ? definition(kind) : kinds[open - 1] == SELECTION ? selection(kind) : value(kind));
            if (!right) {
                return null;
            }
            kind = tokens.next();
        }
        boolean complete = open == 0 && !header && !fragments.isEmpty();
        return complete ? new GraphQlDocument(fragments.depth(), fragments.aliases(), texts) : null;
    }

    private boolean definition(Kind kind) {
        if (kind == Kind.NAME) {
            return header || begin();
        }
        if (tokens.isSign('{')) {
            if (!header) {
                fragments.operation();
            }
            header = false;
            nameTo = nameFrom;
            return open(SELECTION);
        }
        if (tokens.isSign('(') && header) {
            nameTo = nameFrom;
            return open(ARGUMENTS);
        }
        return tokens.isSign('@') && header && directive();
    }

    /** The first word of a definition that asks. */
    private boolean begin() {
        header = true;
        if (tokens.isName("fragment")) {
            if (tokens.next() != Kind.NAME) {
                return false;
            }
            fragments.fragment(text, tokens.from(), tokens.end());
            tokens.next();
            return tokens.isName("on") && tokens.next() == Kind.NAME;
        }
        if (!tokens.isName("query") && !tokens.isName("mutation") && !tokens.isName("subscription")) {
            return false;
        }
        fragments.operation();
        if (tokens.next() != Kind.NAME) {
            tokens.back();
        }
        return true;
    }

    private boolean selection(Kind kind) {
        if (kind == Kind.NAME) {
            named();
            tokens.next();
            if (!tokens.isSign(':')) {
                tokens.back();
                return true;
            }
            fragments.alias();
            boolean field = tokens.next() == Kind.NAME;
            named();
            return field;
        }
        if (kind == Kind.SPREAD) {
            return spread();
        }
        if (kind != Kind.SIGN) {
            return false;
        }
        return switch (tokens.sign()) {
            case '(' -> open(ARGUMENTS);
            case '{' -> open(SELECTION);
            case '}' -> close(SELECTION);
            case '@' -> directive();
            default -> false;
        };
    }

    private boolean spread() {
        nameTo = nameFrom;
        if (tokens.next() != Kind.NAME) {
            tokens.back();
            return true;
        }
        if (tokens.isName("on")) {
            return tokens.next() == Kind.NAME;
        }
        fragments.spread(text, tokens.from(), tokens.end(), selections);
        return true;
    }

    private boolean directive() {
        fragments.alias();
        return tokens.next() == Kind.NAME;
    }

    /** Inside of arguments: names before a colon, and values of any kind. */
    private boolean value(Kind kind) {
        switch (kind) {
            case NAME -> {
                int from = tokens.from();
                int to = tokens.end();
                tokens.next();
                if (tokens.isSign(':')) {
                    nameFrom = from;
                    nameTo = to;
                } else {
                    tokens.back();
                }
                return true;
            }
            case STRING -> {
                tell();
                return true;
            }
            case NUMBER -> {
                return true;
            }
            case SIGN -> {
                return sign(tokens.sign());
            }
            default -> {
                return false;
            }
        }
    }

    private boolean sign(byte sign) {
        return switch (sign) {
            case '[' -> open(LIST);
            case ']' -> close(LIST);
            case '{' -> open(OBJECT);
            case '}' -> close(OBJECT);
            case '(' -> open(ARGUMENTS);
            case ')' -> close(ARGUMENTS);
            case '@' -> directive();
            case '$', ':', '=', '!' -> true;
            default -> false;
        };
    }

    private void named() {
        nameFrom = tokens.from();
        nameTo = tokens.end();
    }

    private boolean open(byte kind) {
        if (open == kinds.length) {
            kinds = Arrays.copyOf(kinds, open * 2);
            ends = Arrays.copyOf(ends, open * 2);
            names = Arrays.copyOf(names, open * 4);
        }
        kinds[open] = kind;
        ends[open] = pathEnd;
        names[2 * open] = nameFrom;
        names[2 * open + 1] = nameTo;
        open++;
        if (kind == SELECTION) {
            fragments.depth(++selections);
        }
        if (kind != LIST) {
            pathEnd = appended(nameFrom, nameTo);
            nameTo = nameFrom;
        }
        return true;
    }

    private boolean close(byte kind) {
        if (kinds[open - 1] != kind) {
            return false;
        }
        open--;
        pathEnd = ends[open];
        nameFrom = names[2 * open];
        nameTo = names[2 * open + 1];
        if (kind == SELECTION) {
            selections--;
        }
        return true;
    }

    private void tell() {
        int end = appended(nameFrom, nameTo);
        texts.add(new GraphQlDocument.Text(Arrays.copyOf(path, end), tokens.array(), tokens.from(), tokens.end()));
    }

    /** Writes a name behind the path, as far as there is room; gives where it ends. */
    private int appended(int from, int to) {
        int length = Math.min(to - from, LONGEST_NAME - pathEnd - 1);
        if (length <= 0) {
            return pathEnd;
        }
        path[pathEnd] = '.';
        System.arraycopy(text, from, path, pathEnd + 1, length);
        return pathEnd + 1 + length;
    }
}
