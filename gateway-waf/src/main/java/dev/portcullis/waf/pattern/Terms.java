package dev.portcullis.waf.pattern;

import java.util.ArrayList;
import java.util.List;
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
    static final long MARKS = key(ByteMask.of(Requirement.MARKS));

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
            for (List<Entry> version : versions) {
                for (Entry entry : version) {
                    entry.shorten(window);
                }
            }
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
        long[] bits = new long[words];
        List<Entry> entries = versions.get(0);
        for (int e = 0; e < entries.size(); e++) {
            if (entries.get(e).extent.shortest() == 0 && entries.get(e).possible(0)) {
                bits[e >>> 6] |= 1L << e;
            }
        }
        return bits;
    }

    /**
     * For each length up to the greatest, and beyond it, the entries of which a match fits into a value so long, or into one
     * without a line feed.
     */
    long[][] fitting(int longest, boolean hasLineFeed) {
        List<Entry> entries = versions.get(0);
        long[][] changes = new long[longest + 1][words];
        for (int e = 0; e < entries.size(); e++) {
            Extent extent = entries.get(e).extent;
            int first = Math.min(extent.shortest(), longest);
            changes[first][e >>> 6] ^= 1L << e;
            int last = hasLineFeed || !extent.wholeLine() ? Extent.ENDLESS : extent.longest();
            if (last < longest) {
                changes[Math.max(last + 1, first)][e >>> 6] ^= 1L << e;
            }
        }
        for (int length = 1; length <= longest; length++) {
            for (int w = 0; w < words; w++) {
                changes[length][w] ^= changes[length - 1][w];
            }
        }
        return changes;
    }

    /** What tells from a mask alone that a value matches none of the wanted entries; null if they are too many. */
    @Nullable
    Sieve sieve(long[] wanted) {
        Sieve.Maker sieve = new Sieve.Maker();
        for (int w = 0; w < words; w++) {
            for (long rest = wanted[w]; rest != 0; rest &= rest - 1) {
                int e = (w << 6) + Long.numberOfTrailingZeros(rest);
                for (int version = 0; version < 2; version++) {
                    Entry entry = versions.get(version).get(e);
                    if (entry.canMatch) {
                        sieve.add(version, entry.conditionsOfMasks());
                    }
                }
            }
        }
        return sieve.make();
    }

    /** The least number of bytes that a match of one of the entries takes. */
    int shortest(long[] wanted) {
        int shortest = Extent.ENDLESS;
        for (int w = 0; w < words; w++) {
            for (long rest = wanted[w]; rest != 0; rest &= rest - 1) {
                int e = (w << 6) + Long.numberOfTrailingZeros(rest);
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

    /** A scanner for all literals. */
    LiteralScanner scanner() {
        return LiteralScanner.of(literals());
    }

    private Texts literals() {
        Texts.Maker literals = new Texts.Maker(1024);
        for (List<Entry> version : versions) {
            for (Entry entry : version) {
                entry.addLiterals(literals);
            }
        }
        return literals.make();
    }

    /** What an occurrence of a literal says: bits of entries, one plane after the other. */
    LiteralScanner.Tallies tallies(LiteralScanner scanner, boolean unmarked) {
        LiteralScanner.Tallies.Maker maker = new LiteralScanner.Tallies.Maker(scanner);
        List<Entry> entries = versions.get(unmarked ? 1 : 0);
        for (int e = 0; e < entries.size(); e++) {
            for (int plane = 0; plane < PLANES; plane++) {
                Clause clause = entries.get(e).looked[plane];
                if (clause != null) {
                    maker.add(clause.literals(), plane * words * 64 + e);
                }
            }
        }
        return maker.make();
    }

    static final class Entry {
        private final boolean canMatch;
        private final Extent extent;
        private final long bytes;
        private final List<Condition> conditions = new ArrayList<>();
        private final List<Condition> ofMasks = new ArrayList<>();
        private final @Nullable Clause[] looked = new Clause[PLANES];

        Entry(boolean canMatch, Extent extent, List<Clause> clauses) {
            this.canMatch = canMatch;
            this.extent = extent;
            this.bytes = key(ByteMask.of(extent.bytes()));
            int planes = 0;
            for (Clause clause : clauses) {
                conditions.add(Condition.ofKeys(clause));
                ofMasks.add(Condition.ofMasks(clause));
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

        /** The conditions for masks in which each letter has a bit. */
        Condition[] conditionsOfMasks() {
            return ofMasks.toArray(new Condition[0]);
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

        void addLiterals(Texts.Maker literals) {
            for (Clause clause : looked) {
                if (clause != null) {
                    literals.add(clause.literals());
                }
            }
        }
    }
}
