package dev.portcullis.waf.pattern;

import java.util.Arrays;

/**
 * Finds which of many literals occur in a value, in one pass, taking some bytes for the same: see
 * {@link Folding} (the automaton of Aho and Corasick, all transitions filled in). Time is proportional to the length of the value plus
 * the number of occurrences. Immutable.
 */
final class LiteralScanner {
    private static final int MOST_STATES = 1 << 16;

    /** From this length on, four places of the value are looked at in turn, so that loads overlap. */
    private static final int LONG = 64;

    private final Texts literals;
    private final char[] classOf;
    private final int shift;
    private final char[] table;
    private final int overlap;
    private final int firstOutput;
    private final int[][] found;

    private LiteralScanner(
            Texts literals, char[] classOf, int shift, char[] table, int overlap, int firstOutput, int[][] found) {
        this.literals = literals;
        this.classOf = classOf;
        this.shift = shift;
        this.table = table;
        this.overlap = overlap;
        this.firstOutput = firstOutput;
        this.found = found;
    }

    /** Whether the literals come to no more states than a scanner can number. */
    static boolean fits(Texts literals) {
        return LiteralTrie.states(literals) <= MOST_STATES;
    }

    /** A scanner for the literals, which are folded and not empty. An occurrence is told by the index in the set. */
    static LiteralScanner of(Texts literals) {
        LiteralTrie trie = new LiteralTrie(literals);
        return new LiteralScanner(
                literals,
                trie.classOf(),
                trie.shift(),
                trie.table(),
                Math.max(0, trie.longest() - 1),
                trie.firstOutput(),
                trie.found());
    }

    /** The literals. */
    Texts literals() {
        return literals;
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

    /**
     * Notes in {@code hits} what the tallies say of each occurrence in {@code value[from, to)}.
     *
     * @param noted a bit for each output, to work with: what was noted once need not be noted again
     */
    void scan(byte[] value, int from, int to, Tallies tallies, long[] hits, long[] noted) {
        int start = to - from >= LONG ? scanFour(value, from, to, tallies, hits, noted) : from;
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
    private int scanFour(byte[] value, int from, int to, Tallies tallies, long[] hits, long[] noted) {
        Arrays.fill(noted, 0);
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
                    tallies.addOnce(stateA - first, hits, noted);
                }
                if (stateB >= first) {
                    tallies.addOnce(stateB - first, hits, noted);
                }
                if (stateC >= first) {
                    tallies.addOnce(stateC - first, hits, noted);
                }
                if (stateD >= first) {
                    tallies.addOnce(stateD - first, hits, noted);
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

        private void addOnce(int output, long[] hits, long[] noted) {
            long bit = 1L << output;
            if ((noted[output >>> 6] & bit) == 0) {
                noted[output >>> 6] |= bit;
                add(output, hits);
            }
        }

        private void add(int output, long[] hits) {
            for (int i = starts[output]; i < starts[output + 1]; i++) {
                hits[words[i]] |= bits[i];
            }
        }

        /** Collects what the literals of a scanner add: positions in the array of hits. */
        static final class Maker {
            private final LiteralScanner scanner;
            private int[] literals = new int[256];
            private int[] positions = new int[256];
            private int size;
            private int most;

            Maker(LiteralScanner scanner) {
                this.scanner = scanner;
            }

            /** Adds a bit to each of the literals. */
            void add(Texts of, int position) {
                if (size + of.size() > literals.length) {
                    int capacity = Math.max(size + of.size(), size * 2);
                    literals = Arrays.copyOf(literals, capacity);
                    positions = Arrays.copyOf(positions, capacity);
                }
                most = Math.max(most, position);
                for (int i = 0; i < of.size(); i++) {
                    literals[size] = scanner.literals.indexOf(of.at(i));
                    positions[size++] = position;
                }
            }

            Tallies make() {
                int[] first = new int[scanner.literals.size() + 1];
                for (int i = 0; i < size; i++) {
                    first[literals[i] + 1]++;
                }
                for (int l = 1; l < first.length; l++) {
                    first[l] += first[l - 1];
                }
                int[] sorted = new int[size];
                int[] next = first.clone();
                for (int i = 0; i < size; i++) {
                    sorted[next[literals[i]]++] = positions[i];
                }
                return make(first, sorted);
            }

            private Tallies make(int[] first, int[] sorted) {
                int[] starts = new int[scanner.outputs() + 1];
                int[] words = new int[size];
                long[] bits = new long[size];
                int count = 0;
                long[] sum = new long[(most >>> 6) + 1];
                for (int output = 0; output < scanner.outputs(); output++) {
                    starts[output] = count;
                    for (int literal : scanner.literalsAt(output)) {
                        for (int i = first[literal]; i < first[literal + 1]; i++) {
                            sum[sorted[i] >>> 6] |= 1L << sorted[i];
                        }
                    }
                    for (int w = 0; w < sum.length; w++) {
                        if (sum[w] != 0) {
                            if (count == words.length) {
                                words = Arrays.copyOf(words, count * 2 + 1);
                                bits = Arrays.copyOf(bits, count * 2 + 1);
                            }
                            words[count] = w;
                            bits[count++] = sum[w];
                            sum[w] = 0;
                        }
                    }
                }
                starts[scanner.outputs()] = count;
                return new Tallies(starts, Arrays.copyOf(words, count), Arrays.copyOf(bits, count));
            }
        }
    }
}
