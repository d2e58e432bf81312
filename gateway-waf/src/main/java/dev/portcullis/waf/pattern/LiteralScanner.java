package dev.portcullis.waf.pattern;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds which of many literals occur in a value, in one pass, taking some bytes for the same: see
 * {@link Folding} (the automaton of Aho and Corasick, all transitions filled in). Time is proportional to the length of the value plus
 * the number of occurrences. Immutable.
 */
final class LiteralScanner {
    private static final int MOST_STATES = 1 << 16;

    /** From this length on, four places of the value are looked at in turn, so that loads overlap. */
    private static final int LONG = 64;

    private final char[] classOf;
    private final int shift;
    private final char[] table;
    private final int overlap;
    private final int firstOutput;
    private final int[][] found;

    private LiteralScanner(char[] classOf, int shift, char[] table, int overlap, int firstOutput, int[][] found) {
        this.classOf = classOf;
        this.shift = shift;
        this.table = table;
        this.overlap = overlap;
        this.firstOutput = firstOutput;
        this.found = found;
    }

    /** Whether the literals come to no more states than a scanner can number. */
    static boolean fits(Collection<String> literals) {
        Set<String> prefixes = new HashSet<>();
        for (String literal : literals) {
            for (int end = 0; end <= literal.length(); end++) {
                prefixes.add(literal.substring(0, end));
            }
        }
        return prefixes.size() <= MOST_STATES;
    }

    /**
     * A scanner for the literals, which are folded and not empty. An occurrence is told by the index in the
     * list.
     */
    static LiteralScanner of(List<String> literals) {
        return new Build(literals).scanner();
    }

    /** The states that end an occurrence, numbered from 0. */
    int outputs() {
        return found.length;
    }

    /** The indexes of the literals that end at an output. */
    int[] literalsAt(int output) {
        return found[output];
    }

    int states() {
        return table.length >>> shift;
    }

    /** Notes in {@code hits} what the tallies say of each occurrence in {@code value[from, to)}. */
    void scan(byte[] value, int from, int to, Tallies tallies, long[] hits) {
        int start = to - from >= LONG ? scanFour(value, from, to, tallies, hits) : from;
        char[] next = table;
        char[] classes = classOf;
        int state = 0;
        for (int i = start; i < to; i++) {
            state = next[state << shift | classes[value[i] & 0xFF]];
            if (state >= firstOutput) {
                tallies.add(state - firstOutput, hits);
            }
        }
    }

    /** Scans all but a rest, whose start is given; each quarter reaches into the next one by the overlap. */
    private int scanFour(byte[] value, int from, int to, Tallies tallies, long[] hits) {
        char[] next = table;
        char[] classes = classOf;
        int bits = shift;
        int first = firstOutput;
        int quarter = (to - from - overlap) >>> 2;
        int b = from + quarter;
        int c = b + quarter;
        int d = c + quarter;
        int stateA = 0;
        int stateB = 0;
        int stateC = 0;
        int stateD = 0;
        int steps = quarter + overlap;
        for (int i = 0; i < steps; i++) {
            stateA = next[stateA << bits | classes[value[from + i] & 0xFF]];
            stateB = next[stateB << bits | classes[value[b + i] & 0xFF]];
            stateC = next[stateC << bits | classes[value[c + i] & 0xFF]];
            stateD = next[stateD << bits | classes[value[d + i] & 0xFF]];
            if (Math.max(Math.max(stateA, stateB), Math.max(stateC, stateD)) >= first) {
                if (stateA >= first) {
                    tallies.add(stateA - first, hits);
                }
                if (stateB >= first) {
                    tallies.add(stateB - first, hits);
                }
                if (stateC >= first) {
                    tallies.add(stateC - first, hits);
                }
                if (stateD >= first) {
                    tallies.add(stateD - first, hits);
                }
            }
        }
        return d + quarter;
    }

    /** What an occurrence adds to a set of bits, for each output of a scanner. */
    static final class Tallies {
        private final int[] starts;
        private final int[] words;
        private final long[] bits;

        private Tallies(int[] starts, int[] words, long[] bits) {
            this.starts = starts;
            this.words = words;
            this.bits = bits;
        }

        /** Bits for each literal of the scanner, by its index: positions in the array of hits. */
        static Tallies of(LiteralScanner scanner, List<int[]> positions) {
            int[] starts = new int[scanner.outputs() + 1];
            List<Integer> words = new ArrayList<>();
            List<Long> bits = new ArrayList<>();
            for (int output = 0; output < scanner.outputs(); output++) {
                starts[output] = words.size();
                Map<Integer, Long> byWord = new HashMap<>();
                for (int literal : scanner.literalsAt(output)) {
                    for (int position : positions.get(literal)) {
                        byWord.merge(position >>> 6, 1L << position, (x, y) -> x | y);
                    }
                }
                byWord.forEach((word, mask) -> {
                    words.add(word);
                    bits.add(mask);
                });
            }
            starts[scanner.outputs()] = words.size();
            return new Tallies(
                    starts,
                    words.stream().mapToInt(Integer::intValue).toArray(),
                    bits.stream().mapToLong(Long::longValue).toArray());
        }

        private void add(int output, long[] hits) {
            for (int i = starts[output]; i < starts[output + 1]; i++) {
                hits[words[i]] |= bits[i];
            }
        }
    }

    /** The trie of the literals on its way to a table. */
    private static final class Build {
        private final char[] classOf = new char[256];
        private final List<int[]> children = new ArrayList<>();
        private final List<int[]> ends = new ArrayList<>();
        private final List<Integer> depths = new ArrayList<>();
        private int classes = 1;
        private int longest;

        Build(List<String> literals) {
            for (String literal : literals) {
                longest = Math.max(longest, literal.length());
                for (int i = 0; i < literal.length(); i++) {
                    int c = literal.charAt(i);
                    if (classOf[c] == 0) {
                        classOf[c] = (char) classes++;
                    }
                }
            }
            newState(0);
            for (int l = 0; l < literals.size(); l++) {
                add(literals.get(l), l);
            }
            for (int v = 0; v < 256; v++) {
                classOf[v] = classOf[Folding.of(v)];
            }
        }

        private int newState(int depth) {
            children.add(new int[classes]);
            ends.add(new int[0]);
            depths.add(depth);
            return children.size() - 1;
        }

        private void add(String literal, int index) {
            int state = 0;
            for (int i = 0; i < literal.length(); i++) {
                int c = classOf[literal.charAt(i)];
                if (children.get(state)[c] == 0) {
                    children.get(state)[c] = newState(i + 1);
                }
                state = children.get(state)[c];
            }
            ends.set(state, with(ends.get(state), new int[] {index}));
        }

        private static int[] with(int[] a, int[] b) {
            if (b.length == 0) {
                return a;
            }
            int[] both = Arrays.copyOf(a, a.length + b.length);
            System.arraycopy(b, 0, both, a.length, b.length);
            return both;
        }

        LiteralScanner scanner() {
            complete();
            int count = children.size();
            int[] number = new int[count];
            int next = 0;
            for (int s = 0; s < count; s++) {
                if (ends.get(s).length == 0) {
                    number[s] = next++;
                }
            }
            int firstOutput = next;
            int[][] found = new int[count - firstOutput][];
            for (int s = 0; s < count; s++) {
                if (ends.get(s).length > 0) {
                    found[next - firstOutput] = ends.get(s);
                    number[s] = next++;
                }
            }
            int shift = Math.max(1, 32 - Integer.numberOfLeadingZeros(classes - 1));
            char[] table = new char[count << shift];
            for (int s = 0; s < count; s++) {
                for (int c = 0; c < classes; c++) {
                    table[number[s] << shift | c] = (char) number[children.get(s)[c]];
                }
            }
            return new LiteralScanner(classOf, shift, table, Math.max(0, longest - 1), firstOutput, found);
        }

        /** Fills in where each state goes when its trie has no branch: where its longest suffix goes. */
        private void complete() {
            int[] suffix = new int[children.size()];
            Deque<Integer> open = new ArrayDeque<>();
            for (int child : children.get(0)) {
                if (child != 0) {
                    open.add(child);
                }
            }
            while (!open.isEmpty()) {
                int state = open.remove();
                int[] own = children.get(state);
                int[] fallback = children.get(suffix[state]);
                ends.set(state, with(ends.get(state), ends.get(suffix[state])));
                for (int c = 0; c < classes; c++) {
                    if (own[c] != 0 && depths.get(own[c]) == depths.get(state) + 1) {
                        suffix[own[c]] = fallback[c];
                        open.add(own[c]);
                    } else {
                        own[c] = fallback[c];
                    }
                }
            }
        }
    }
}
