package dev.portcullis.waf.pattern;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a pattern in the syntax of PCRE into a tree, on bytes. */
final class Parser {
    /** The deepest nesting of groups; what walks the tree recurses no deeper. */
    static final int MAX_DEPTH = 64;

    /** The largest count in a repeat. */
    static final int MAX_REPEAT = 1000;

    private static final int IGNORE_CASE = PatternFlag.CASE_INSENSITIVE.bit();
    private static final int DOTALL = PatternFlag.DOTALL.bit();
    private static final int MULTILINE = PatternFlag.MULTILINE.bit();
    private static final int DOLLAR_ENDONLY = PatternFlag.DOLLAR_ENDONLY.bit();
    private static final int EXTENDED = PatternFlag.EXTENDED.bit();
    private static final int NO_AUTO_CAPTURE = 1 << 16;
    private static final int UNGREEDY = 1 << 17;

    private final PatternReader in;
    private final Map<String, Integer> names = new LinkedHashMap<>();
    private int flags;
    private int groups;
    private int depth;
    private boolean quoting;
    private final BitSet openGroups = new BitSet();
    private int highestReference;
    private int highestReferenceOffset;

    private Parser(byte[] pattern, int flags) {
        this.in = new PatternReader(pattern);
        this.flags = flags;
    }

    static Syntax parse(byte[] pattern, Iterable<PatternFlag> flags) {
        int bits = 0;
        for (PatternFlag flag : flags) {
            bits |= flag.bit();
        }
        Parser parser = new Parser(pattern, bits);
        Node root = parser.choice();
        if (!parser.in.atEnd()) {
            throw parser.in.error("a closing parenthesis without its opening");
        }
        if (parser.highestReference > parser.groups) {
            throw parser.in.error(
                    "a reference to group " + parser.highestReference + ", which does not exist",
                    parser.highestReferenceOffset);
        }
        return new Syntax(root, parser.groups, Collections.unmodifiableMap(parser.names));
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    private Node choice() {
        List<Node> branches = new ArrayList<>();
        do {
            branches.add(sequence());
        } while (in.skip("|"));
        return branches.size() == 1 ? branches.get(0) : new Node.Choice(List.copyOf(branches));
    }

    private Node sequence() {
        List<Node> items = new ArrayList<>();
        while (true) {
            skipIgnored();
            if (in.atEnd() || (!quoting && (in.peek() == '|' || in.peek() == ')'))) {
                return items.size() == 1 ? items.get(0) : new Node.Sequence(List.copyOf(items));
            }
            Node atom = atom();
            if (atom != null) {
                items.add(atom instanceof Node.At ? atom : quantified(atom));
            }
        }
    }

    /** Passes over quotation marks and, in extended mode, white space and comments. */
    private void skipIgnored() {
        while (true) {
            if (in.skip("\\E")) {
                quoting = false;
            } else if (quoting) {
                return;
            } else if (in.skip("\\Q")) {
                quoting = true;
            } else if (in.sees("(?#")) {
                int end = in.find(')');
                if (end < 0) {
                    throw in.error("a comment is not closed");
                }
                in.moveTo(end + 1);
            } else if (has(EXTENDED) && in.peek() >= 0 && ByteSet.SPACE.contains(in.peek())) {
                in.next();
            } else if (has(EXTENDED) && in.peek() == '#') {
                while (!in.atEnd() && in.next() != '\n') {
                    // the comment ends with the line
                }
            } else {
                return;
            }
        }
    }

    /** One item that a quantifier may follow, an anchor, or null for a change of flags. */
    private @Nullable Node atom() {
        int start = in.offset();
        int c = in.next();
        if (quoting) {
            return literal(c);
        }
        return switch (c) {
            case '(' -> group(start);
            case '[' -> new Node.Bytes(ClassParser.parse(in, has(IGNORE_CASE)));
            case '.' -> new Node.Bytes(has(DOTALL) ? ByteSet.ALL : ByteSet.NOT_LINE_FEED);
            case '^' -> new Node.At(has(MULTILINE) ? Anchor.LINE_START : Anchor.TEXT_START);
            case '$' -> new Node.At(dollar());
            case '\\' -> escape(start);
            case '*', '+', '?' -> throw in.error("nothing to repeat before " + (char) c, start);
            case '{' -> brace(start);
            default -> literal(c);
        };
    }

    private Anchor dollar() {
        if (has(MULTILINE)) {
            return Anchor.LINE_END;
        }
        return has(DOLLAR_ENDONLY) ? Anchor.TEXT_END : Anchor.TEXT_END_OR_LAST_LINE_FEED;
    }

    /** A brace that does not begin a repeat stands for itself. */
    private Node brace(int start) {
        in.moveTo(start);
        boolean repeat = bounds() != null;
        in.moveTo(start + 1);
        if (repeat) {
            throw in.error("nothing to repeat before {", start);
        }
        return literal('{');
    }

    private Node literal(int c) {
        ByteSet set = ByteSet.of(c);
        return new Node.Bytes(has(IGNORE_CASE) ? set.withBothCases() : set);
    }

    private Node quantified(Node atom) {
        skipIgnored();
        if (quoting || in.atEnd()) {
            return atom;
        }
        int start = in.offset();
        int min;
        int max;
        if (in.skip("*")) {
            min = 0;
            max = Node.UNBOUNDED;
        } else if (in.skip("+")) {
            min = 1;
            max = Node.UNBOUNDED;
        } else if (in.skip("?")) {
            min = 0;
            max = 1;
        } else {
            int[] bounds = bounds();
            if (bounds == null) {
                return atom;
            }
            min = bounds[0];
            max = bounds[1];
            if (max < min) {
                throw in.error("the counts of a repeat are out of order", start);
            }
            if (min > MAX_REPEAT || (max > MAX_REPEAT && max != Node.UNBOUNDED)) {
                throw in.error("a repeat count above " + MAX_REPEAT, start);
            }
        }
        boolean possessive = in.skip("+");
        boolean lazy = !possessive && in.skip("?");
        if (possessive && atom instanceof Node.Bytes bytes) {
            return possessive(bytes, min, max);
        }
        Node repeat = new Node.Repeat(atom, min, max, lazy == has(UNGREEDY) || possessive);
        return possessive ? new Node.Atomic(repeat) : repeat;
    }

    /** Takes as many bytes of the set as there are: an automaton can, as one byte ahead tells where they end. */
    private static Node possessive(Node.Bytes bytes, int min, int max) {
        Node end = new Node.Ahead(bytes.set().complement(), true);
        if (max == Node.UNBOUNDED) {
            return new Node.Sequence(List.of(new Node.Repeat(bytes, min, max, true), end));
        }
        Node most = new Node.Repeat(bytes, max, max, true);
        if (min == max) {
            return most;
        }
        Node fewer = new Node.Sequence(List.of(new Node.Repeat(bytes, min, max - 1, true), end));
        return new Node.Choice(List.of(most, fewer));
    }

    /** Reads {@code {n}}, {@code {n,}} or {@code {n,m}}; null, and nothing read, where something else stands. */
    private int @Nullable [] bounds() {
        int start = in.offset();
        if (in.skip("{")) {
            int min = in.number();
            if (min >= 0) {
                if (in.skip("}")) {
                    return new int[] {min, min};
                }
                if (in.skip(",")) {
                    int max = in.number();
                    if (in.skip("}")) {
                        return new int[] {min, max < 0 ? Node.UNBOUNDED : max};
                    }
                }
            }
        }
        in.moveTo(start);
        return null;
    }

    private Node escape(int start) {
        int c = in.peek();
        if (c < 0) {
            throw in.error("a pattern cannot end with a backslash", start);
        }
        ByteSet set = Escapes.set(c);
        if (set != null) {
            return set(set);
        }
        return switch (c) {
            case 'A' -> anchor(Anchor.TEXT_START);
            case 'z' -> anchor(Anchor.TEXT_END);
            case 'Z' -> anchor(Anchor.TEXT_END_OR_LAST_LINE_FEED);
            case 'b' -> anchor(Anchor.WORD_BOUNDARY);
            case 'B' -> anchor(Anchor.NOT_WORD_BOUNDARY);
            case 'N' -> {
                if (in.peek(1) == '{') {
                    throw in.error("\\N{...} is not supported", start);
                }
                yield set(ByteSet.NOT_LINE_FEED);
            }
            case 'C' -> set(ByteSet.ALL);
            case 'R' -> {
                in.next();
                yield anyLineBreak();
            }
            case 'g', 'k' -> {
                in.next();
                yield reference(start, c);
            }
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                int digits = in.offset();
                int number = in.number();
                if (number < 10 || c >= '8' || number <= groups) {
                    yield referenceTo(number, start);
                }
                in.moveTo(digits);
                yield literal(Escapes.singleByte(in));
            }
            default -> literal(Escapes.singleByte(in));
        };
    }

    private Node anchor(Anchor anchor) {
        in.next();
        return new Node.At(anchor);
    }

    private Node set(ByteSet set) {
        in.next();
        return new Node.Bytes(set);
    }

    private static Node anyLineBreak() {
        Node pair = new Node.Sequence(List.of(new Node.Bytes(ByteSet.of('\r')), new Node.Bytes(ByteSet.of('\n'))));
        return new Node.Atomic(new Node.Choice(List.of(pair, new Node.Bytes(ByteSet.VERTICAL_SPACE))));
    }

    private Node reference(int start, int letter) {
        int open = in.peek();
        int close = open == '{' ? '}' : open == '<' ? '>' : open == '\'' ? '\'' : -1;
        if (close < 0) {
            int number = letter == 'g' ? in.number() : -1;
            if (number < 0) {
                throw in.error("\\" + (char) letter + " needs a group", start);
            }
            return referenceTo(number, start);
        }
        if (letter == 'g' && open != '{') {
            throw in.error("calling a group as a subroutine is not supported", start);
        }
        in.next();
        boolean relative = letter == 'g' && in.skip("-");
        int number = letter == 'g' ? in.number() : -1;
        if (number >= 0) {
            if (!in.skip("}")) {
                throw in.error("\\g{ is not closed", start);
            }
            if (relative && number > groups) {
                throw in.error("a reference to a group that does not exist", start);
            }
            return referenceTo(relative ? groups + 1 - number : number, start);
        }
        return namedReference(start, close);
    }

    private Node namedReference(int start, int close) {
        String name = name(close);
        Integer group = names.get(name);
        if (group == null) {
            throw in.error("a reference to the group " + name + ", which was not opened before", start);
        }
        return referenceTo(group, start);
    }

    private Node referenceTo(int group, int start) {
        if (group == 0) {
            throw in.error("a group cannot refer to the whole match", start);
        }
        if (openGroups.get(group)) {
            throw in.error("a group cannot refer to itself", start);
        }
        if (group > highestReference) {
            highestReference = group;
            highestReferenceOffset = start;
        }
        return new Node.BackReference(group, has(IGNORE_CASE));
    }

    private String name(int close) {
        int start = in.offset();
        while (in.peek() >= 0 && ByteSet.WORD.contains(in.peek())) {
            in.next();
        }
        String name = in.text(start, in.offset());
        if (name.isEmpty() || ByteSet.DIGIT.contains(name.charAt(0))) {
            throw in.error("a group name must start with a letter or an underscore", start);
        }
        if (in.peek() != close) {
            throw in.error("a group name is not closed");
        }
        in.next();
        return name;
    }

    private @Nullable Node group(int start) {
        if (in.peek() == '*') {
            throw in.error("verbs, written (*...), are not supported", start);
        }
        if (in.peek() != '?') {
            return has(NO_AUTO_CAPTURE) ? body(start) : capture(start, ++groups);
        }
        in.next();
        if (in.skip(":")) {
            return body(start);
        } else if (in.skip(">")) {
            return new Node.Atomic(body(start));
        } else if (in.skip("=")) {
            return lookAhead(start, false);
        } else if (in.skip("!")) {
            return lookAhead(start, true);
        } else if (in.skip("<=")) {
            return lookBehind(start, false);
        } else if (in.skip("<!")) {
            return lookBehind(start, true);
        } else if (in.skip("P=")) {
            return namedReference(start, ')');
        } else if (in.skip("<") || in.skip("P<")) {
            return named(start, '>');
        } else if (in.skip("'")) {
            return named(start, '\'');
        }
        return flags(start);
    }

    private Node lookAhead(int start, boolean negative) {
        Node body = body(start);
        if (body instanceof Node.Bytes bytes) {
            return new Node.Ahead(negative ? bytes.set().complement() : bytes.set(), negative);
        }
        return new Node.Look(body, false, negative);
    }

    private Node lookBehind(int start, boolean negative) {
        Node body = body(start);
        for (Node branch : body instanceof Node.Choice c ? c.branches() : List.of(body)) {
            if (FixedLength.of(branch) < 0) {
                throw in.error("each branch of a look-behind must have a fixed length", start);
            }
        }
        return new Node.Look(body, true, negative);
    }

    private Node named(int start, int close) {
        String name = name(close);
        if (names.put(name, ++groups) != null) {
            throw in.error("two groups are named " + name, start);
        }
        return capture(start, groups);
    }

    private Node capture(int start, int number) {
        openGroups.set(number);
        Node body = body(start);
        openGroups.clear(number);
        return new Node.Capture(body, number);
    }

    /** Reads up to the closing parenthesis; flags changed inside end there. */
    private Node body(int start) {
        if (++depth > MAX_DEPTH) {
            throw in.error("groups are nested deeper than " + MAX_DEPTH, start);
        }
        int saved = flags;
        Node body = choice();
        if (!in.skip(")")) {
            throw in.error("a group is not closed", start);
        }
        flags = saved;
        depth--;
        return body;
    }

    /** Reads {@code (?flags)}, which gives null, or {@code (?flags:...)}. */
    private @Nullable Node flags(int start) {
        int changed = flags;
        if (in.skip("^")) {
            changed &= ~(IGNORE_CASE | MULTILINE | DOTALL | EXTENDED | NO_AUTO_CAPTURE);
        }
        boolean off = false;
        while (true) {
            int c = in.peek();
            int flag = switch (c) {
                case 'i' -> IGNORE_CASE;
                case 'm' -> MULTILINE;
                case 's' -> DOTALL;
                case 'x' -> EXTENDED;
                case 'n' -> NO_AUTO_CAPTURE;
                case 'U' -> UNGREEDY;
                default -> 0;
            };
            if (flag != 0) {
                changed = off ? changed & ~flag : changed | flag;
            } else if (c == '-' && !off) {
                off = true;
            } else {
                break;
            }
            in.next();
        }
        if (in.skip(")")) {
            flags = changed;
            return null;
        }
        if (in.skip(":")) {
            int saved = flags;
            flags = changed;
            Node body = body(start);
            flags = saved;
            return body;
        }
        throw in.error(in.atEnd() ? "a group is not closed" : "this kind of group is not supported", start);
    }
}
