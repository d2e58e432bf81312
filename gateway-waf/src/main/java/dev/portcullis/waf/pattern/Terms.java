package dev.portcullis.waf.pattern;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The requirements of all entries of a prefilter, laid out for its scan: what the kinds of bytes in a value decide, and
 * which literals are left to be looked for. Up to two conditions of an entry go to the literals, one to each plane.
 * Immutable.
 */
final class Terms {
    /** The number of conditions of an entry that are looked for as literals. */
    static final int PLANES = 2;

    /** A condition with literals likelier than this at any one place is met by nearly every value. */
    private static final double COMMON_LITERALS = 0.035;

    /** A second condition with more literals than this costs more than it saves. */
    private static final int MOST_LITERALS_OF_SECOND = 64;

    /** A condition that is likelier than this, single letters included, is not worth a plane. */
    private static final double COMMON = 0.1;

    private static final long LETTERS = ByteMask.LETTERS;
    static final long LINE_FEED = ByteMask.of((byte) '\n');
    private static final long MARKS = key(ByteMask.of(Requirement.MARKS));

    private final int words;
    /** For marked and for unmarked values, for each entry. */
    private final List<List<Entry>> versions = List.of(new ArrayList<>(), new ArrayList<>());

    private final Chances[] chances;

    Terms(List<Requirement> requirements, int words) {
        this.words = words;
        for (Requirement r : requirements) {
            versions.get(0).add(new Entry(true, r.extent(), r.clauses()));
            versions.get(1).add(new Entry(r.possibleWithoutMarks(), r.extent(), r.clausesWithoutMarks()));
        }
        chances = new Chances[] {new Chances(versions.get(0), words), new Chances(versions.get(1), words)};
        // Shorter pieces are fewer, down to pairs of bytes, of which there are never too many.
        for (int window = Rarity.WINDOW - 1; window >= 2 && !LiteralScanner.fits(literals()); window--) {
            int length = window;
            versions.forEach(v -> v.forEach(e -> e.shorten(length)));
        }
    }

    /** The kinds of bytes that decide: all letters are one kind. */
    static long key(long mask) {
        return (mask & ~LETTERS) | ((mask & LETTERS) == 0 ? 0 : 1);
    }

    boolean isUnmarked(long key) {
        return (key & MARKS) == 0;
    }

    /** The entries of which the kinds of bytes leave any chance. */
    long[] possible(long key) {
        return chances[isUnmarked(key) ? 1 : 0].possible(key);
    }

    /** The entries that the empty value can match. */
    long[] possibleEmpty() {
        return bits(versions.get(0), e -> e.extent.shortest() == 0 && e.possible(0));
    }

    /** The entries of which a match fits into a value of the length, or into one without a line feed. */
    long[] fitting(int length, boolean hasLineFeed) {
        return bits(
                versions.get(0),
                e -> e.extent.shortest() <= length
                        && (hasLineFeed || !e.extent.wholeLine() || e.extent.longest() >= length));
    }

    /** The least number of bytes that a match of one of the entries takes. */
    int shortest(long[] wanted) {
        int shortest = Extent.ENDLESS;
        for (int e = 0; e < versions.get(0).size(); e++) {
            if ((wanted[e >>> 6] >>> e & 1) != 0) {
                shortest = Math.min(shortest, versions.get(0).get(e).extent.shortest());
            }
        }
        return shortest;
    }

    /** What each letter says, as an occurrence of a literal does; null for letters that say nothing. */
    long[] @Nullable [] letterTallies(boolean unmarked) {
        long[][] tallies = new long[26][];
        List<Entry> entries = versions.get(unmarked ? 1 : 0);
        for (int e = 0; e < entries.size(); e++) {
            for (int plane = 0; plane < PLANES; plane++) {
                Clause clause = entries.get(e).looked[plane];
                for (int l = 0; clause != null && l < 26; l++) {
                    if ((clause.letters() >>> l & 1) != 0) {
                        tallies[l] = tallies[l] == null ? new long[PLANES * words] : tallies[l];
                        tallies[l][plane * words + (e >>> 6)] |= 1L << e;
                    }
                }
            }
        }
        return tallies;
    }

    /** The entries for which the plane has no condition, or one that the kinds of bytes meet. */
    long[] free(long key, int plane) {
        return chances[isUnmarked(key) ? 1 : 0].free(key, plane);
    }

    private long[] bits(List<Entry> entries, java.util.function.Predicate<Entry> test) {
        long[] bits = new long[words];
        for (int e = 0; e < entries.size(); e++) {
            if (test.test(entries.get(e))) {
                bits[e >>> 6] |= 1L << e;
            }
        }
        return bits;
    }

    /** A scanner for all literals. */
    LiteralScanner scanner() {
        return LiteralScanner.of(List.copyOf(literals()));
    }

    private Set<String> literals() {
        Set<String> literals = new LinkedHashSet<>();
        versions.forEach(v -> v.forEach(e -> e.addLiterals(literals)));
        return literals;
    }

    /** What an occurrence of a literal says: bits of entries, one plane after the other. */
    LiteralScanner.Tallies tallies(LiteralScanner scanner, boolean unmarked) {
        Map<String, List<Integer>> positions = new LinkedHashMap<>();
        literals().forEach(l -> positions.put(l, new ArrayList<>()));
        List<Entry> entries = versions.get(unmarked ? 1 : 0);
        for (int e = 0; e < entries.size(); e++) {
            for (int plane = 0; plane < PLANES; plane++) {
                Clause clause = entries.get(e).looked[plane];
                if (clause != null) {
                    int position = plane * words * 64 + e;
                    clause.literals()
                            .forEach(l -> positions
                                    .computeIfAbsent(l, x -> new ArrayList<>())
                                    .add(position));
                }
            }
        }
        return LiteralScanner.Tallies.of(
                scanner,
                positions.values().stream()
                        .map(p -> p.stream().mapToInt(Integer::intValue).toArray())
                        .toList());
    }

    static final class Entry {
        private final boolean canMatch;
        private final Extent extent;
        private final long bytes;
        private final List<Condition> conditions = new ArrayList<>();
        private final @Nullable Clause[] looked = new Clause[PLANES];

        Entry(boolean canMatch, Extent extent, List<Clause> clauses) {
            this.canMatch = canMatch;
            this.extent = extent;
            this.bytes = key(ByteMask.of(extent.bytes()));
            int planes = 0;
            for (Clause clause : clauses) {
                conditions.add(new Condition(clause));
                boolean fits = planes == 0 || clause.literals().size() <= MOST_LITERALS_OF_SECOND;
                if (planes < PLANES
                        && fits
                        && !clause.isPunctuationOnly()
                        && clause.isWorthLookingFor(COMMON_LITERALS, COMMON)) {
                    looked[planes++] = clause;
                }
            }
        }

        boolean possible(long key) {
            boolean foreign = extent.wholeLine() && (key & LINE_FEED) == 0 && (key & ~bytes) != 0;
            if (!canMatch || foreign) {
                return false;
            }
            for (Condition condition : conditions) {
                if (!condition.possible(key)) {
                    return false;
                }
            }
            return true;
        }

        /** Whether the entry can match any value of this version at all. */
        boolean canMatch() {
            return canMatch;
        }

        /** The kinds of bytes that a value may have, where a match takes up a whole line; -1 for any. */
        long wholeLineBytes() {
            return extent.wholeLine() ? bytes : -1;
        }

        List<Condition> conditions() {
            return conditions;
        }

        /** The kinds of bytes that meet the condition of a plane without its literals; -1 without a condition. */
        long freeing(int plane) {
            Clause clause = looked[plane];
            return clause == null ? -1 : ByteMask.of(clause.bytes()) & ~LETTERS;
        }

        void shorten(int length) {
            for (int plane = 0; plane < PLANES; plane++) {
                Clause clause = looked[plane];
                if (clause != null) {
                    looked[plane] = clause.shortened(length);
                }
            }
        }

        void addLiterals(Set<String> literals) {
            for (Clause clause : looked) {
                if (clause != null) {
                    literals.addAll(clause.literals());
                }
            }
        }
    }
}
