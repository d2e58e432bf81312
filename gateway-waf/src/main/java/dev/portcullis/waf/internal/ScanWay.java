package dev.portcullis.waf.internal;

import dev.portcullis.waf.pattern.Prefilter;
import dev.portcullis.waf.pattern.Sieve;
import dev.portcullis.waf.transform.Transformation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a value of certain kinds of bytes below one {@link ScanNode}: which rules see it as it is, and which steps
 * may change it. Immutable.
 */
final class ScanWay {
    final long key;

    /** The rules that see the value as it is. */
    final long[] unchanged;

    final Turn[] turns;

    private ScanWay(long key, long[] unchanged, Turn[] turns) {
        this.key = key;
        this.unchanged = unchanged;
        this.turns = turns;
    }

    /** A step, and the nodes that it leads to: chains that differ before it may have done nothing so far. */
    static final class Turn {
        final Transformation step;
        final ScanNode[] nodes;

        /** The rules that want the value after the step, or further down. */
        final long[] below;

        /** Tells most values from which these rules need nothing; null if the rules are many. */
        private final @Nullable Sieve sieve;

        private Turn(Transformation step, List<ScanNode> nodes, int words, Prefilter prefilter) {
            this.step = step;
            this.nodes = nodes.toArray(new ScanNode[0]);
            this.below = new long[words];
            for (ScanNode node : nodes) {
                Bits.addAll(below, node.below);
            }
            this.sieve = prefilter.sieve(below);
        }

        /** Whether a value with this mask, which is not empty, may match something as it is. */
        boolean passes(long mask) {
            return sieve == null || sieve.passes(mask);
        }

        /** Whether a value of this length can match anything after the step. */
        boolean fits(int length) {
            for (ScanNode node : nodes) {
                if (node.fits(length)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Collects a way. */
    static final class Maker {
        final long key;
        private final long[] unchanged;
        private final List<List<ScanNode>> turns = new ArrayList<>();

        Maker(long key, int words) {
            this.key = key;
            this.unchanged = new long[words];
        }

        void add(long[] entries) {
            Bits.addAll(unchanged, entries);
        }

        void add(ScanNode node) {
            for (List<ScanNode> turn : turns) {
                if (turn.get(0).chain.step().equals(node.chain.step())) {
                    turn.add(node);
                    return;
                }
            }
            turns.add(new ArrayList<>(List.of(node)));
        }

        ScanWay make(Prefilter prefilter) {
            Turn[] made = new Turn[turns.size()];
            for (int i = 0; i < made.length; i++) {
                List<ScanNode> nodes = turns.get(i);
                made[i] = new Turn(nodes.get(0).chain.step(), nodes, unchanged.length, prefilter);
            }
            return new ScanWay(key, unchanged, made);
        }
    }
}
