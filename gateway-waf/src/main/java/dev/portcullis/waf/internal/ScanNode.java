package dev.portcullis.waf.internal;

import dev.portcullis.waf.pattern.Prefilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A chain of transformations as one group of values needs it: which rules want to see the value after it, and which longer
 * chains go on from it. What happens to a value below here depends on its kinds of bytes alone until a step changes it, so
 * that is worked out once for each combination of them.
 */
final class ScanNode {
    /** The kinds of an empty value: every step is tried. */
    private static final long EMPTY_VALUE = -1;

    /** No step of which the result always has the same length has a longer one. */
    private static final int LONGEST_OF_FIXED_LENGTH = 64;

    final Chain chain;

    /** The rules that want the value as it is here. */
    final long[] entries;

    /** The rules that want it as it is here or further down. */
    final long[] below;

    private @Nullable Prefilter prefilter;
    private final List<ScanNode> longer = new ArrayList<>();

    /** The triggers of the step that leads here. */
    private long own;

    /** The triggers of all steps below, those that try every value left out. */
    private long triggers;

    private boolean triesAll;
    private boolean blindToCase = true;

    /** A value shorter than this, here, matches nothing further down. */
    private int shortest;

    private final KnownWays ways = new KnownWays();

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
    void finish(Prefilter of) {
        prefilter = of;
        Bits.addAll(below, entries);
        shortest = of.shortest(entries);
        for (ScanNode node : longer) {
            node.finish(of);
            Bits.addAll(below, node.below);
            shortest = Math.min(shortest, node.canGrow() ? 0 : node.shortest);
            node.own = node.chain.triggers();
            triesAll |= node.triesAll || node.own == Triggers.ANYTHING;
            triggers |= node.triggers | (node.own == Triggers.ANYTHING ? 0 : node.own);
            blindToCase &= node.blindToCase && Triggers.isBlindToCase(node.chain.stepName());
        }
    }

    /** Whether the step that leads here can make a value longer, be it only a short one, as a digest does. */
    private boolean canGrow() {
        for (int length = 0; length <= LONGEST_OF_FIXED_LENGTH; length++) {
            if (chain.step().bound(length) > length) {
                return true;
            }
        }
        return false;
    }

    /** Whether a value of this length can match anything from here on. */
    boolean fits(int length) {
        return length >= shortest;
    }

    /**
     * What becomes of a value.
     *
     * @param kinds {@link Triggers#kinds} of the value
     */
    ScanWay way(long kinds, boolean empty) {
        long key = empty ? EMPTY_VALUE : kinds & triggers;
        ScanWay way = ways.find(key);
        if (way == null) {
            ScanWay.Maker maker = new ScanWay.Maker(key, entries.length);
            gather(maker);
            way = maker.make(Objects.requireNonNull(prefilter));
            ways.add(way);
        }
        return way;
    }

    private void gather(ScanWay.Maker way) {
        way.add(entries);
        for (ScanNode node : longer) {
            if (node.isPassed(way.key)) {
                node.gather(way);
            } else {
                way.add(node);
            }
        }
    }

    /** Whether the step that leads here does not change a value of these kinds, as far as a prefilter can tell. */
    private boolean isPassed(long key) {
        if (own == Triggers.ANYTHING) {
            return false;
        }
        // A prefilter takes both cases of a letter for the same: to change the case alone is to change nothing, unless
        // a step behind it tells them apart.
        boolean onlyCase =
                Triggers.changesCase(chain.stepName()) && (blindToCase || !triesAll && (triggers & key) == 0);
        return ((onlyCase ? own & ~Triggers.LETTERS : own) & key) == 0;
    }
}
