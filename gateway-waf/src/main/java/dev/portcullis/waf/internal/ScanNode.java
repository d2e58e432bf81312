package dev.portcullis.waf.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chain of transformations as one group of values needs it: which rules want to see the value after it, and which longer
 * chains go on from it. What happens to a value below here depends on its kinds of bytes alone until a step changes it, so
 * that is worked out once for each combination of them.
 */
final class ScanNode {
    /** The key of an empty value: every step is tried. */
    private static final long EMPTY_VALUE = -1;

    private static final int KNOWN = 64;

    final Chain chain;

    /** The rules that want the value as it is here. */
    final long[] entries;

    /** The rules that want it as it is here or further down. */
    final long[] below;

    private final List<ScanNode> longer = new ArrayList<>();

    /** The triggers of the step that leads here. */
    private long own;

    /** The triggers of all steps below that do not try every value. */
    private long triggers;

    private boolean blindToCase = true;
    private final @Nullable Way[] ways = new @Nullable Way[KNOWN];

    ScanNode(Chain chain, int words) {
        this.chain = chain;
        entries = new long[words];
        below = new long[words];
    }

    /** The node of a chain that is this one's or goes on from it; made if there is none yet. */
    ScanNode at(Chain of) {
        if (of == chain) {
            return this;
        }
        ScanNode parent = at(of.parent());
        for (ScanNode node : parent.longer) {
            if (node.chain == of) {
                return node;
            }
        }
        ScanNode node = new ScanNode(of, entries.length);
        parent.longer.add(node);
        return node;
    }

    /** Sums up what lies below. Called once all is added. */
    void finish() {
        Bits.addAll(below, entries);
        for (ScanNode node : longer) {
            node.finish();
            Bits.addAll(below, node.below);
            node.own = node.chain.triggers();
            // A prefilter takes both cases of a letter for the same: to change the case alone is to change nothing,
            // unless
            // a step behind it tells them apart.
            if (node.blindToCase && Triggers.changesCase(node.chain.stepName())) {
                node.own &= ~Triggers.LETTERS;
            }
            triggers |= node.triggers | (node.own == Triggers.ANYTHING ? 0 : node.own);
            blindToCase &= node.blindToCase && Triggers.isBlindToCase(node.chain.stepName());
        }
    }

    /** What becomes of a value of these kinds of bytes. */
    Way way(long mask, boolean empty) {
        long key = empty ? EMPTY_VALUE : mask & triggers;
        int slot = (int) (key * 0x9E37_79B9_7F4A_7C15L >>> 58);
        Way way = ways[slot];
        if (way == null || way.key != key) {
            way = new Way(key, entries.length);
            gather(way);
            ways[slot] = way;
        }
        return way;
    }

    private void gather(Way way) {
        Bits.addAll(way.unchanged, entries);
        for (ScanNode node : longer) {
            if (node.own != Triggers.ANYTHING && (node.own & way.key) == 0) {
                node.gather(way);
            } else {
                way.add(node);
            }
        }
    }

    /** The rules that see the value as it is, and the chains whose next step may change it. Immutable once gathered. */
    static final class Way {
        private final long key;
        final long[] unchanged;
        ScanNode[] changing = {};

        private Way(long key, int words) {
            this.key = key;
            this.unchanged = new long[words];
        }

        private void add(ScanNode node) {
            changing = Arrays.copyOf(changing, changing.length + 1);
            changing[changing.length - 1] = node;
        }
    }
}
