package dev.portcullis.waf.pattern;

import java.util.Arrays;

/** The trie of some literals on its way to the table of a {@link LiteralScanner}. */
final class LiteralTrie {
    private static final int[] NONE = {};

    private final char[] classOf = new char[256];
    private final int shift;
    private final int classes;
    private int longest;

    /** Where each state goes by each class: at first only down the trie. */
    private final int[] next;

    private final int[] depth;
    private final int[][] ends;
    private final int[] number;
    private int firstOutput;
    private int states = 1;

    LiteralTrie(Texts literals) {
        int count = 1;
        for (int l = 0; l < literals.size(); l++) {
            int length = Literal.length(literals.at(l));
            longest = Math.max(longest, length);
            for (int i = 0; i < length; i++) {
                int c = Literal.at(literals.at(l), i);
                if (classOf[c] == 0) {
                    classOf[c] = (char) count++;
                }
            }
        }
        classes = count;
        shift = Math.max(1, 32 - Integer.numberOfLeadingZeros(classes - 1));
        int most = states(literals);
        next = new int[most << shift];
        depth = new int[most];
        ends = new int[most][];
        Arrays.fill(ends, NONE);
        for (int l = 0; l < literals.size(); l++) {
            add(literals.at(l), l);
        }
        for (int v = 0; v < 256; v++) {
            classOf[v] = classOf[Folding.of(v)];
        }
        complete();
        number = numbers();
    }

    /** The states that the trie of the literals has. Neighbours in the set share their beginnings. */
    static int states(Texts literals) {
        int states = 1;
        long before = Literal.EMPTY;
        for (int l = 0; l < literals.size(); l++) {
            long literal = literals.at(l);
            int length = Literal.length(literal);
            int common = Math.min(
                    Long.numberOfLeadingZeros(literal ^ before) >>> 3, Math.min(length, Literal.length(before)));
            states += length - common;
            before = literal;
        }
        return states;
    }

    private void add(long literal, int index) {
        int state = 0;
        for (int i = 0; i < Literal.length(literal); i++) {
            int at = state << shift | classOf[Literal.at(literal, i)];
            if (next[at] == 0) {
                depth[states] = i + 1;
                next[at] = states++;
            }
            state = next[at];
        }
        ends[state] = with(ends[state], new int[] {index});
    }

    private static int[] with(int[] a, int[] b) {
        if (b.length == 0) {
            return a;
        } else if (a.length == 0) {
            return b;
        }
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    /** Fills in where each state goes when its trie has no branch: where its longest suffix goes. */
    private void complete() {
        int[] suffix = new int[states];
        int[] open = new int[states];
        int last = 0;
        for (int c = 0; c < classes; c++) {
            if (next[c] != 0) {
                open[last++] = next[c];
            }
        }
        for (int i = 0; i < last; i++) {
            int state = open[i];
            int own = state << shift;
            int fallback = suffix[state] << shift;
            ends[state] = with(ends[state], ends[suffix[state]]);
            for (int c = 0; c < classes; c++) {
                int child = next[own | c];
                if (child != 0 && depth[child] == depth[state] + 1) {
                    suffix[child] = next[fallback | c];
                    open[last++] = child;
                } else {
                    next[own | c] = next[fallback | c];
                }
            }
        }
    }

    /** New numbers: states that end an occurrence come last. */
    private int[] numbers() {
        int[] numbers = new int[states];
        int given = 0;
        for (int s = 0; s < states; s++) {
            if (ends[s].length == 0) {
                numbers[s] = given++;
            }
        }
        firstOutput = given;
        for (int s = 0; s < states; s++) {
            if (ends[s].length > 0) {
                numbers[s] = given++;
            }
        }
        return numbers;
    }

    char[] classOf() {
        return classOf;
    }

    /** The bits of the number of a class. */
    int shift() {
        return shift;
    }

    /** The length of the longest literal. */
    int longest() {
        return longest;
    }

    /** The first number of a state that ends an occurrence. */
    int firstOutput() {
        return firstOutput;
    }

    /** For each state that ends an occurrence the indexes of the literals that end there. */
    int[][] found() {
        int[][] found = new int[states - firstOutput][];
        for (int s = 0; s < states; s++) {
            if (number[s] >= firstOutput) {
                found[number[s] - firstOutput] = ends[s];
            }
        }
        return found;
    }

    /** Where states go, by their new numbers. */
    char[] table() {
        char[] table = new char[states << shift];
        for (int s = 0; s < states; s++) {
            int from = s << shift;
            int to = number[s] << shift;
            for (int c = 0; c < classes; c++) {
                table[to + c] = (char) number[next[from + c]];
            }
        }
        return table;
    }
}
