package dev.portcullis.ratelimit.bucket;

/**
 * Takes from several buckets of different tables, from all of them or from none, in one step that no other thread sees half
 * of.
 */
public final class Claims {
    private Claims() {}

    /**
     * Takes what all claims ask for, or nothing.
     *
     * @param claims each of another table, with its time set; each is told its answer
     * @return whether it was taken
     */
    public static boolean take(Claim[] claims) {
        int count = claims.length;
        if (count == 0) {
            return true;
        }
        if (count == 1) {
            Claim only = claims[0];
            only.answer(only.table.consume(only.high, only.low, only.rate, only.tokens, only.allowance, only.nanos()));
            return only.answer() >= 0;
        }
        Claim[] ordered = ordered(claims);
        long[][] pages = new long[count][];
        int[] at = new int[count];
        for (int i = 0; i < count; i++) {
            int set = ordered[i].table.setOf(ordered[i].high);
            pages[i] = ordered[i].table.page(set);
            at[i] = BucketTable.at(set);
        }
        int locked = 0;
        try {
            for (; locked < count; locked++) {
                SetLocks.lock(pages[locked], at[locked]);
            }
            return taken(ordered, pages, at);
        } finally {
            while (locked > 0) {
                locked--;
                SetLocks.unlock(pages[locked], at[locked]);
            }
        }
    }

    private static boolean taken(Claim[] claims, long[][] pages, int[] at) {
        int[] slots = new int[claims.length];
        boolean all = true;
        for (int i = 0; i < claims.length; i++) {
            Claim claim = claims[i];
            BucketTable table = claim.table;
            slots[i] = table.slot(
                    pages[i], at[i], table.setOf(claim.high), BucketTable.tag(claim.low, claim.rate), claim.nanos());
            Rate rate = table.rate(claim.rate);
            long missing = Math.max(0, pages[i][slots[i]] - rate.units(claim.nanos()));
            claim.answer(rate.consume(missing, claim.tokens, claim.allowance));
            all &= claim.answer() >= 0;
        }
        if (all) {
            for (int i = 0; i < claims.length; i++) {
                pages[i][slots[i]] = claims[i].table.rate(claims[i].rate).units(claims[i].nanos()) + claims[i].answer();
            }
        }
        return all;
    }

    /** In the order of the tables' numbers, which is the order of all locks. */
    private static Claim[] ordered(Claim[] claims) {
        Claim[] ordered = claims.clone();
        for (int i = 1; i < ordered.length; i++) {
            Claim moving = ordered[i];
            int to = i;
            while (to > 0 && ordered[to - 1].table.number() > moving.table.number()) {
                ordered[to] = ordered[to - 1];
                to--;
            }
            ordered[to] = moving;
        }
        for (int i = 1; i < ordered.length; i++) {
            if (ordered[i].table == ordered[i - 1].table) {
                throw new IllegalArgumentException("two claims on one table");
            }
        }
        return ordered;
    }
}
