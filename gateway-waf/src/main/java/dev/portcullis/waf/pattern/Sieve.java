package dev.portcullis.waf.pattern;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells from the kinds of bytes in a value, each letter a kind of its own, that it matches none of a few entries of a
 * {@link Prefilter}. Decoded texts, which are random bytes mostly, need no search for literals then. Immutable.
 */
public final class Sieve {
    /** With more comparisons than these, for either kind of values, a search for literals is as good. */
    private static final int MOST = 80;

    /** For values with marks, and for those without, the conditions of each entry. */
    private final Condition[][][] versions;

    private Sieve(Condition[][][] versions) {
        this.versions = versions;
    }

    /**
     * Whether a value can match one of the entries.
     *
     * @param mask {@link ByteMask#of(byte[], int, int)} of the value, which is not empty
     */
    public boolean passes(long mask) {
        for (Condition[] entry : versions[(mask & Terms.MARKS) == 0 ? 1 : 0]) {
            if (holds(entry, mask)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(Condition[] entry, long mask) {
        for (Condition condition : entry) {
            if (!condition.possible(mask)) {
                return false;
            }
        }
        return true;
    }

    /** Collects the conditions of entries. */
    static final class Maker {
        private final List<List<Condition[]>> versions = List.of(new ArrayList<>(), new ArrayList<>());
        private int size;

        void add(int version, Condition[] entry) {
            versions.get(version).add(entry);
            for (Condition condition : entry) {
                size += condition.size();
            }
        }

        @Nullable
        Sieve make() {
            if (size > versions.size() * MOST) {
                return null;
            }
            Condition[][][] made = new Condition[versions.size()][][];
            for (int i = 0; i < made.length; i++) {
                made[i] = versions.get(i).toArray(new Condition[0][]);
            }
            return new Sieve(made);
        }
    }
}
