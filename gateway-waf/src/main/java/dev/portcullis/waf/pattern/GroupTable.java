package dev.portcullis.waf.pattern;

import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The capturing groups of a pattern while it is read, and references to them. */
final class GroupTable {
    private final PatternReader in;
    private final Map<String, Integer> names = new LinkedHashMap<>();
    private final BitSet open = new BitSet();
    private int groups;
    private int highestReference;
    private int highestReferenceOffset;

    GroupTable(PatternReader in) {
        this.in = in;
    }

    /** How many groups were opened so far. */
    int size() {
        return groups;
    }

    Map<String, Integer> names() {
        return Collections.unmodifiableMap(names);
    }

    /** Opens the next group and gives its number. */
    int open() {
        open.set(++groups);
        return groups;
    }

    /** Reads the name of the next group, up to the byte that ends it, and opens the group. */
    int openNamed(int start, int close) {
        String name = name(close);
        int number = open();
        if (names.put(name, number) != null) {
            throw in.error("two groups are named " + name, start);
        }
        return number;
    }

    void close(int number) {
        open.clear(number);
    }

    /** At the end of the pattern: all groups that are referred to must be there. */
    void check() {
        if (highestReference > groups) {
            throw in.error(
                    "a reference to group " + highestReference + ", which does not exist", highestReferenceOffset);
        }
    }

    /** Reads what follows {@code \g} or {@code \k}. */
    Node reference(int start, int letter, boolean ignoreCase) {
        int open = in.peek();
        int close = open == '{' ? '}' : open == '<' ? '>' : open == '\'' ? '\'' : -1;
        if (close < 0) {
            int number = letter == 'g' ? in.number() : -1;
            if (number < 0) {
                throw in.error("\\" + (char) letter + " needs a group", start);
            }
            return referenceTo(number, start, ignoreCase);
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
            return referenceTo(relative ? groups + 1 - number : number, start, ignoreCase);
        }
        return namedReference(start, close, ignoreCase);
    }

    /** Reads the name of a group, up to the byte that ends it. */
    Node namedReference(int start, int close, boolean ignoreCase) {
        String name = name(close);
        Integer group = names.get(name);
        if (group == null) {
            throw in.error("a reference to the group " + name + ", which was not opened before", start);
        }
        return referenceTo(group, start, ignoreCase);
    }

    Node referenceTo(int group, int start, boolean ignoreCase) {
        if (group == 0) {
            throw in.error("a group cannot refer to the whole match", start);
        }
        if (open.get(group)) {
            throw in.error("a group cannot refer to itself", start);
        }
        if (group > highestReference) {
            highestReference = group;
            highestReferenceOffset = start;
        }
        return new Node.BackReference(group, ignoreCase);
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
}
