package dev.portcullis.waf.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says in one pass over a value which of many patterns and lists of phrases can match it at all. What it leaves out
 * does not match; what it names has to be tried.
 *
 * <p>Time: one table look-up a byte to see which bytes there are, one more to find literals, and a few words for each
 * 64 entries. Memory: at most 65,536 states of the literal automaton, 256 bytes each, and 4,096 plans. Immutable but for
 * those plans, which depend on the kinds of bytes in a value alone and are computed when first asked for; any number of
 * threads may scan at once.
 */
public final class Prefilter {
    private static final int PLANS = 4096;
    /** Lengths from here on are treated alike. */
    private static final int LONG = 128;

    private static final long LINE_FEED = ByteMask.of((byte) '\n');

    private final int entries;
    private final int words;
    private final Terms terms;
    private final LiteralScanner scanner;
    private final LiteralScanner.Tallies[] tallies;
    private final long[][][] letters;
    private final long[] lettersThatTell;
    private final long[] ifEmpty;
    private final long[] all;
    private final long[][][] fitting;
    private final @Nullable Plan[] plans = new Plan[PLANS];

    private Prefilter(Builder builder) {
        List<Requirement> requirements = builder.requirements();
        entries = requirements.size();
        words = (entries + 63) >>> 6;
        terms = new Terms(requirements, words);
        scanner = terms.scanner();
        tallies = new LiteralScanner.Tallies[] {terms.tallies(scanner, false), terms.tallies(scanner, true)};
        letters = new long[][][] {terms.letterTallies(false), terms.letterTallies(true)};
        lettersThatTell = new long[2];
        fitting = new long[2][][];
        for (int i = 0; i < 2; i++) {
            for (int l = 0; l < letters[i].length; l++) {
                lettersThatTell[i] |= letters[i][l] == null ? 0 : 1L << l;
            }
            fitting[i] = terms.fitting(LONG, i == 1);
        }
        ifEmpty = terms.possibleEmpty();
        all = new long[words];
        Arrays.fill(all, -1);
    }

    /** A builder without entries. */
    public static Builder builder() {
        return new Builder();
    }

    /** The number of entries. */
    public int size() {
        return entries;
    }

    /**
     * The least number of bytes of a value that one of the entries can match.
     *
     * @param wanted the entries, as bits: number {@code 64 * index} is the lowest of a word
     */
    public int shortest(long[] wanted) {
        return terms.shortest(wanted);
    }

    /**
     * What tells from a {@link ByteMask} alone that a value matches none of a few entries; null if they are too many for
     * that.
     *
     * @param wanted the entries, as bits: number {@code 64 * index} is the lowest of a word
     */
    public @Nullable Sieve sieve(long[] wanted) {
        return terms.sieve(wanted);
    }

    /** An empty set to scan into. */
    public Candidates newCandidates() {
        return new Candidates(words, scanner.outputs());
    }

    /** The number of states of the literal automaton. */
    public int literalStates() {
        return scanner.states();
    }

    /** Replaces the set by the entries that can match {@code value[from, to)}. */
    public void scan(byte[] value, int from, int to, Candidates into) {
        scan(value, from, to, ByteMask.of(value, from, to), into);
    }

    /**
     * As {@link #scan(byte[], int, int, Candidates)}, for a value whose kinds of bytes are known.
     *
     * @param mask {@link ByteMask#of(byte[], int, int)} of the value
     */
    public void scan(byte[] value, int from, int to, long mask, Candidates into) {
        scan(value, from, to, mask, all, into);
    }

    /**
     * As {@link #scan(byte[], int, int, long, Candidates)}, where only some entries count: the others may be named or not.
     *
     * @param wanted the entries that count, as bits: number {@code 64 * index} is the lowest of a word
     */
    public void scan(byte[] value, int from, int to, long mask, long[] wanted, Candidates into) {
        long[] result = into.result();
        if (from == to) {
            System.arraycopy(ifEmpty, 0, result, 0, words);
            return;
        }
        Plan plan = plan(Terms.key(mask));
        long[] fits = fitting[(mask & LINE_FEED) == 0 ? 0 : 1][Math.min(to - from, LONG)];
        long[] known = plan.known;
        if (!plan.needsScan(wanted, fits)) {
            for (int w = 0, at = 0; w < words; w++, at += Plan.STRIDE) {
                // What literals would decide about is not wanted.
                result[w] = known[at + Plan.CLOSED] & fits[w];
            }
            return;
        }
        int version = plan.unmarked ? 1 : 0;
        long[] hits = into.hits();
        for (int w = 0; w < hits.length; w++) {
            hits[w] = 0;
        }
        scanner.scan(value, from, to, tallies[version], hits, into.noted());
        for (long rest = mask & lettersThatTell[version]; rest != 0; rest &= rest - 1) {
            long[] told = letters[version][Long.numberOfTrailingZeros(rest)];
            for (int w = 0; w < told.length; w++) {
                hits[w] |= told[w];
            }
        }
        for (int w = 0, at = 0; w < words; w++, at += Plan.STRIDE) {
            long named = (known[at + Plan.FREE] | hits[w]) & (known[at + Plan.FREE + 1] | hits[words + w]);
            result[w] = known[at + Plan.POSSIBLE] & fits[w] & named;
        }
    }

    private Plan plan(long key) {
        int slot = (int) (key * 0x9E37_79B9_7F4A_7C15L >>> 52);
        Plan plan = plans[slot];
        if (plan == null || plan.key != key) {
            // Two places for each, so that two that are both common do not drive each other out.
            Plan other = plans[slot ^ 1];
            if (other != null && other.key == key) {
                return other;
            }
            plan = new Plan(key, terms);
            plans[plans[slot] == null || other != null ? slot : slot ^ 1] = plan;
        }
        return plan;
    }

    /** What is known from the kinds of bytes in a value. */
    private static final class Plan {
        /** For 64 entries these words lie side by side. */
        private static final int STRIDE = 5;

        /** Which literals decide about. */
        private static final int OPEN = 0;

        private static final int POSSIBLE = 1;

        /** Which are possible whatever literals there are. */
        private static final int CLOSED = 2;

        /** Which need no literal of the first of two lists, and of the second. */
        private static final int FREE = 3;

        private final long key;
        private final boolean unmarked;
        private final long[] known;

        Plan(long key, Terms terms) {
            this.key = key;
            this.unmarked = terms.isUnmarked(key);
            long[] possible = terms.possible(key);
            long[] first = terms.free(key, 0);
            long[] second = terms.free(key, 1);
            known = new long[STRIDE * possible.length];
            for (int w = 0; w < possible.length; w++) {
                long free = first[w] & second[w];
                known[STRIDE * w + OPEN] = possible[w] & ~free;
                known[STRIDE * w + POSSIBLE] = possible[w];
                known[STRIDE * w + CLOSED] = possible[w] & free;
                known[STRIDE * w + FREE] = first[w];
                known[STRIDE * w + FREE + 1] = second[w];
            }
        }

        /** Whether literals decide about one of the entries, for a value whose length others do not fit. */
        boolean needsScan(long[] wanted, long[] fits) {
            for (int w = 0, at = OPEN; w < wanted.length; w++, at += STRIDE) {
                if ((known[at] & wanted[w] & fits[w]) != 0) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Collects entries. */
    public static final class Builder {
        /** A pattern, or the requirement of what is none. */
        private final List<Object> entries = new ArrayList<>();

        private Builder() {}

        /** Adds a pattern; gives the number of its entry. */
        public int add(Pattern pattern) {
            entries.add(pattern);
            return entries.size() - 1;
        }

        /**
         * Adds a list of phrases, of which any may occur, in any case of ASCII letters; gives the number of its entry.
         */
        public int addPhrases(Collection<byte[]> phrases) {
            return add(Requirement.ofPhrases(phrases));
        }

        /** Adds the condition that the value has one of the bytes, given as a table of 256; gives the number of its entry. */
        public int addBytes(boolean[] anyOf) {
            return add(Requirement.ofBytes(anyOf));
        }

        /** Adds the condition that the value is a piece of the text; gives the number of its entry. */
        public int addPieces(byte[] text) {
            return add(Requirement.ofPieces(text));
        }

        /** Adds something that every value can match; gives the number of its entry. */
        public int addUnconditional() {
            return add(Requirement.NONE);
        }

        private int add(Requirement requirement) {
            entries.add(requirement);
            return entries.size() - 1;
        }

        private List<Requirement> requirements() {
            List<Pattern> patterns = new ArrayList<>();
            for (Object entry : entries) {
                if (entry instanceof Pattern pattern) {
                    patterns.add(pattern);
                }
            }
            RequirementWork.on(patterns);
            List<Requirement> requirements = new ArrayList<>(entries.size());
            for (Object entry : entries) {
                requirements.add(entry instanceof Pattern pattern ? pattern.requirement() : (Requirement) entry);
            }
            return requirements;
        }

        /** A prefilter for the entries so far. */
        public Prefilter build() {
            return new Prefilter(this);
        }
    }
}
