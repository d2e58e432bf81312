package dev.portcullis.waf.pattern;

import org.jspecify.annotations.Nullable;

/** Reads a character class. */
final class ClassParser {
    private final PatternReader in;
    private boolean quoting;

    private ClassParser(PatternReader in) {
        this.in = in;
    }

    /** Reads a class; the cursor is behind the opening bracket. */
    static ByteSet parse(PatternReader in, boolean ignoreCase) {
        return new ClassParser(in).read(ignoreCase);
    }

    private ByteSet read(boolean ignoreCase) {
        int start = in.offset() - 1;
        if (posixLength() > 0) {
            throw in.error("a POSIX class stands inside a class: write [[:alpha:]]", start);
        }
        boolean negated = in.skip("^");
        ByteSet set = ByteSet.EMPTY;
        boolean first = true;
        while (true) {
            skipQuoteMarks();
            if (in.atEnd()) {
                throw in.error("a class is not closed", start);
            }
            if (!quoting && !first && in.skip("]")) {
                break;
            }
            first = false;
            set = set.union(item());
        }
        if (ignoreCase) {
            set = set.withBothCases();
        }
        return negated ? set.complement() : set;
    }

    private ByteSet item() {
        int start = in.offset();
        ByteSet named = namedSet();
        if (named != null) {
            if (startsRange()) {
                throw in.error("a range cannot begin with a set; escape the hyphen", start);
            }
            return named;
        }
        int low = oneByte();
        skipQuoteMarks();
        if (!startsRange()) {
            return ByteSet.of(low);
        }
        in.next();
        skipQuoteMarks();
        int end = in.offset();
        if (namedSet() != null) {
            throw in.error("a range cannot end with a set; escape the hyphen", end);
        }
        int high = oneByte();
        if (high < low) {
            throw in.error("a range is out of order", start);
        }
        return ByteSet.range(low, high);
    }

    /** Whether a hyphen follows that is not the last thing in the class. */
    private boolean startsRange() {
        if (quoting || in.peek() != '-') {
            return false;
        }
        int ahead = 1;
        while (in.peek(ahead) == '\\' && in.peek(ahead + 1) == 'E') {
            ahead += 2;
        }
        return in.peek(ahead) != ']' && in.peek(ahead) != -1;
    }

    private @Nullable ByteSet namedSet() {
        if (quoting) {
            return null;
        }
        if (in.peek() == '\\' && in.peek(1) >= 0) {
            ByteSet set = Escapes.set(in.peek(1));
            if (set != null) {
                in.moveTo(in.offset() + 2);
            }
            return set;
        }
        if (in.peek() != '[') {
            return null;
        }
        int start = in.offset();
        in.next();
        int length = posixLength();
        if (length == 0) {
            in.moveTo(start);
            return null;
        }
        if (in.peek() != ':') {
            throw in.error("POSIX collating elements are not supported", start);
        }
        String name = in.text(in.offset() + 1, in.offset() + length - 2);
        in.moveTo(in.offset() + length);
        ByteSet set = posix(name.startsWith("^") ? name.substring(1) : name);
        if (set == null) {
            throw in.error("unknown POSIX class " + name, start);
        }
        return name.startsWith("^") ? set.complement() : set;
    }

    /** The length of {@code :name:]}, or the same with points or equal signs, at the cursor; 0 if there is none. */
    private int posixLength() {
        int mark = in.peek();
        if (mark != ':' && mark != '.' && mark != '=') {
            return 0;
        }
        for (int i = 1; in.peek(i + 1) >= 0; i++) {
            int c = in.peek(i);
            int following = in.peek(i + 1);
            if (c == '\\' && (following == ']' || following == '\\')) {
                i++;
            } else if (c == ']' || (c == '[' && following == mark)) {
                return 0;
            } else if (c == mark && following == ']') {
                return i + 2;
            }
        }
        return 0;
    }

    private int oneByte() {
        if (in.atEnd()) {
            throw in.error("a class is not closed");
        }
        if (quoting || in.peek() != '\\') {
            return in.next();
        }
        int start = in.offset();
        in.next();
        return switch (in.peek()) {
            case -1 -> throw in.error("a pattern cannot end with a backslash", start);
            case 'b' -> {
                in.next();
                yield '\b';
            }
            case '8', '9' -> in.next();
            default -> Escapes.singleByte(in);
        };
    }

    private void skipQuoteMarks() {
        while (true) {
            if (in.skip("\\E")) {
                quoting = false;
            } else if (!quoting && in.skip("\\Q")) {
                quoting = true;
            } else {
                return;
            }
        }
    }

    private static @Nullable ByteSet posix(String name) {
        return switch (name) {
            case "alpha" -> ByteSet.LETTER;
            case "lower" -> ByteSet.LOWER;
            case "upper" -> ByteSet.UPPER;
            case "digit" -> ByteSet.DIGIT;
            case "alnum" -> ByteSet.LETTER.union(ByteSet.DIGIT);
            case "word" -> ByteSet.WORD;
            case "space" -> ByteSet.SPACE;
            case "blank" -> ByteSet.of(' ').union(ByteSet.of('\t'));
            case "cntrl" -> ByteSet.range(0, 31).union(ByteSet.of(127));
            case "graph" -> ByteSet.range(33, 126);
            case "print" -> ByteSet.range(32, 126);
            case "punct" -> ByteSet.range(33, 126).minus(ByteSet.LETTER).minus(ByteSet.DIGIT);
            case "xdigit" -> ByteSet.DIGIT.union(ByteSet.range('a', 'f')).union(ByteSet.range('A', 'F'));
            case "ascii" -> ByteSet.range(0, 127);
            default -> null;
        };
    }
}
