package dev.portcullis.waf.internal;

import org.jspecify.annotations.Nullable;

/**
 * The ways that were worked out for one {@link ScanNode}, by the kinds of bytes that lead to them. Any number of threads may
 * look up and add at once: a way that gets lost is worked out again. At most {@value #MOST} are kept.
 */
final class KnownWays {
    private static final int FEW = 16;
    private static final int MOST = 1024;

    /** A way is at one of so many neighbouring places. */
    private static final int PLACES = 4;

    private @Nullable ScanWay[] places = new @Nullable ScanWay[FEW];

    /** The way of these kinds of bytes; null if it is not known. */
    @Nullable
    ScanWay find(long key) {
        @Nullable ScanWay[] known = places;
        int first = first(key, known.length);
        for (int i = 0; i < PLACES; i++) {
            ScanWay way = known[first + i & known.length - 1];
            if (way == null) {
                return null;
            }
            if (way.key == key) {
                return way;
            }
        }
        return null;
    }

    /** Keeps a way. */
    void add(ScanWay way) {
        @Nullable ScanWay[] known = places;
        while (!put(known, way)) {
            if (known.length == MOST) {
                known[first(way.key, MOST)] = way;
                return;
            }
            @Nullable ScanWay[] more = new @Nullable ScanWay[known.length * 2];
            for (ScanWay old : known) {
                if (old != null) {
                    put(more, old);
                }
            }
            known = more;
            places = more;
        }
    }

    private static boolean put(@Nullable ScanWay[] into, ScanWay way) {
        int first = first(way.key, into.length);
        for (int i = 0; i < PLACES; i++) {
            int place = first + i & into.length - 1;
            if (into[place] == null) {
                into[place] = way;
                return true;
            }
        }
        return false;
    }

    private static int first(long key, int length) {
        return (int) (key * 0x9E37_79B9_7F4A_7C15L >>> 40) & length - 1;
    }
}
