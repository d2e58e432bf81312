package dev.portcullis.waf.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The values of one variable and one key that the same rules look at, and how. Immutable once filled. */
final class ScanGroup {
    private static final long[] NOTHING = {};

    final ScanNode root;

    /** For each entry of the prefilter the hits without their value. */
    private final long[] @Nullable [] hits;

    ScanGroup(Chain root, int entries) {
        this.root = new ScanNode(root, (entries + 63) >>> 6);
        this.hits = new long[entries][];
    }

    /** Adds a rule that looks at these values. */
    void add(int entry, ValueLink link, long hit) {
        long[] before = hitsOf(entry);
        long[] after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = hit;
        hits[entry] = after;
        Chain chain = link.chain();
        Bits.set(root.at(chain).entries, entry);
        // A rule that asks after each step sees the value at all of them.
        while (link.isMultiMatch() && !chain.isRoot()) {
            chain = chain.parent();
            Bits.set(root.at(chain).entries, entry);
        }
    }

    long[] hitsOf(int entry) {
        long[] of = hits[entry];
        return of == null ? NOTHING : of;
    }
}
