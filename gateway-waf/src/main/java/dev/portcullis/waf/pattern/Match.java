package dev.portcullis.waf.pattern;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a search found the pattern: the bounds of the match and of its groups. Also the working memory of that search,
 * so one object serves many searches without allocating. It belongs to one thread at a time.
 */
public final class Match {
    private final int[] bounds;
    private @Nullable Scratch scratch;

    private Match(int groups) {
        this.bounds = new int[2 * (groups + 1)];
        Arrays.fill(bounds, -1);
    }

    /**
     * A match that recovers the bounds of the whole and of the groups up to the given number.
     *
     * @param groups the highest group to recover; 0 recovers the whole match only and costs least
     */
    public static Match ofGroups(int groups) {
        if (groups < 0) {
            throw new IllegalArgumentException("groups must not be negative: " + groups);
        }
        return new Match(groups);
    }

    /** The highest group that is recovered. */
    public int groups() {
        return bounds.length / 2 - 1;
    }

    /**
     * The index at which the group begins; 0 stands for the whole match. -1 if the group took no part, if the pattern
     * has no such group, or if the last search found nothing.
     *
     * @throws IndexOutOfBoundsException if the group is above {@link #groups()}
     */
    public int start(int group) {
        return bounds[2 * group];
    }

    /** The index behind the last byte of the group, as {@link #start}. */
    public int end(int group) {
        return bounds[2 * group + 1];
    }

    /** The steps that all searches with this object took: for tests and for budgets that count work. */
    public long steps() {
        return scratch == null ? 0 : scratch.steps;
    }

    int[] bounds() {
        return bounds;
    }

    Scratch scratch() {
        Scratch known = scratch;
        if (known == null) {
            known = new Scratch();
            scratch = known;
        }
        return known;
    }

    /** The whole text, and no group. */
    void setWhole(int from, int to) {
        clear();
        bounds[0] = from;
        bounds[1] = to;
    }

    void clear() {
        Arrays.fill(bounds, -1);
    }
}
