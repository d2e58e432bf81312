package dev.portcullis.waf.pattern;

import java.util.ArrayList;
import java.util.List;
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
    private final GroupTable table;
    private final RepeatParser repeats;
    private int flags;
    private int depth;
    private int deepest;
    private boolean quoting;

    /** Whether something was read that only a backtracking matcher may be able to run. */
    private boolean special;

    private Parser(byte[] pattern, int flags) {
        this.in = new PatternReader(pattern);
        this.table = new GroupTable(in);
        this.repeats = new RepeatParser(in);
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
        parser.table.check();
        return new Syntax(root, parser.table.size(), parser.table.names(), parser.isPlain());
    }

    private boolean isPlain() {
        return !special && deepest <= ProgramSize.MODEST_DEPTH && repeats.areModest(in.offset());
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
            if (!in.atEnd() && !has(EXTENDED) && in.peek() != '\\' && in.peek() != '(') {
                return;
            }
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
        boolean repeat = repeats.bounds() != null;
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
        return quoting || in.atEnd() ? atom : repeats.repeated(atom, has(UNGREEDY));
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
                special = true;
                yield anyLineBreak();
            }
            case 'g', 'k' -> {
                in.next();
                special = true;
                yield table.reference(start, c, has(IGNORE_CASE));
            }
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                int digits = in.offset();
                int number = in.number();
                if (number < 10 || c >= '8' || number <= table.size()) {
                    special = true;
                    yield table.referenceTo(number, start, has(IGNORE_CASE));
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

    private @Nullable Node group(int start) {
        if (in.peek() == '*') {
            throw in.error("verbs, written (*...), are not supported", start);
        }
        if (in.peek() != '?') {
            return has(NO_AUTO_CAPTURE) ? body(start) : capture(start, table.open());
        }
        in.next();
        if (in.skip(":")) {
            return body(start);
        } else if (in.skip(">")) {
            special = true;
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
            special = true;
            return table.namedReference(start, ')', has(IGNORE_CASE));
        } else if (in.skip("<") || in.skip("P<")) {
            return capture(start, table.openNamed(start, '>'));
        } else if (in.skip("'")) {
            return capture(start, table.openNamed(start, '\''));
        }
        return flags(start);
    }

    private Node lookAhead(int start, boolean negative) {
        Node body = body(start);
        if (body instanceof Node.Bytes bytes) {
            return new Node.Ahead(negative ? bytes.set().complement() : bytes.set(), negative);
        }
        special = true;
        return new Node.Look(body, false, negative);
    }

    private Node lookBehind(int start, boolean negative) {
        Node body = body(start);
        for (Node branch : body instanceof Node.Choice c ? c.branches() : List.of(body)) {
            if (FixedLength.of(branch) < 0) {
                throw in.error("each branch of a look-behind must have a fixed length", start);
            }
        }
        special = true;
        return new Node.Look(body, true, negative);
    }

    private Node capture(int start, int number) {
        Node body = body(start);
        table.close(number);
        return new Node.Capture(body, number);
    }

    /** Reads up to the closing parenthesis; flags changed inside end there. */
    private Node body(int start) {
        if (++depth > MAX_DEPTH) {
            throw in.error("groups are nested deeper than " + MAX_DEPTH, start);
        }
        deepest = Math.max(deepest, depth);
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
