package dev.portcullis.waf.pattern;

import java.util.ArrayList;
import java.util.List;

/**
 * What the kinds of bytes in a value say of all entries of a prefilter, laid out so that a set of kinds that was not seen
 * before costs a microsecond or few. Immutable.
 */
final class Chances {
    private final int words;
    private final long[] can;
    private final long[] wholeLine;
    private final long[] wholeLineBytes;
    private final int[] entryOf;
    private final Condition[] conditions;

    /** For each plane and each kind of bytes the entries that it frees; behind the last kind those that are free anyway. */
    private final long[][][] freed;

    Chances(List<Terms.Entry> entries, int words) {
        this.words = words;
        can = new long[words];
        wholeLine = new long[words];
        wholeLineBytes = new long[entries.size()];
        freed = new long[Terms.PLANES][Long.SIZE + 1][words];
        List<Condition> all = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        for (int e = 0; e < entries.size(); e++) {
            Terms.Entry entry = entries.get(e);
            wholeLineBytes[e] = entry.wholeLineBytes();
            if (entry.canMatch()) {
                set(can, e);
            }
            if (wholeLineBytes[e] != -1) {
                set(wholeLine, e);
            }
            for (Condition condition : entry.conditions()) {
                if (!condition.isAlwaysPossible()) {
                    all.add(condition);
                    owners.add(e);
                }
            }
            for (int plane = 0; plane < Terms.PLANES; plane++) {
                long freeing = entry.freeing(plane);
                if (freeing == -1) {
                    set(freed[plane][Long.SIZE], e);
                } else {
                    for (long rest = freeing; rest != 0; rest &= rest - 1) {
                        set(freed[plane][Long.numberOfTrailingZeros(rest)], e);
                    }
                }
            }
        }
        conditions = all.toArray(new Condition[0]);
        entryOf = new int[owners.size()];
        for (int c = 0; c < entryOf.length; c++) {
            entryOf[c] = owners.get(c);
        }
    }

    private static void set(long[] bits, int index) {
        bits[index >>> 6] |= 1L << index;
    }

    /** The entries of which the kinds of bytes leave any chance. */
    long[] possible(long key) {
        long[] possible = can.clone();
        if ((key & Terms.LINE_FEED) == 0) {
            for (int w = 0; w < words; w++) {
                for (long rest = wholeLine[w]; rest != 0; rest &= rest - 1) {
                    int entry = (w << 6) + Long.numberOfTrailingZeros(rest);
                    if ((key & ~wholeLineBytes[entry]) != 0) {
                        possible[w] &= ~(rest & -rest);
                    }
                }
            }
        }
        for (int c = 0; c < conditions.length; c++) {
            int entry = entryOf[c];
            long bit = 1L << entry;
            if ((possible[entry >>> 6] & bit) != 0 && !conditions[c].possible(key)) {
                possible[entry >>> 6] &= ~bit;
            }
        }
        return possible;
    }

    /** The entries for which the plane has no condition, or one that the kinds of bytes meet. */
    long[] free(long key, int plane) {
        long[] free = freed[plane][Long.SIZE].clone();
        for (long rest = key; rest != 0; rest &= rest - 1) {
            long[] more = freed[plane][Long.numberOfTrailingZeros(rest)];
            for (int w = 0; w < words; w++) {
                free[w] |= more[w];
            }
        }
        return free;
    }
}
