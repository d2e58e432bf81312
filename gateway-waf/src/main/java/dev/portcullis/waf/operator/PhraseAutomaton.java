package dev.portcullis.waf.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the first of many phrases in one pass, letters of ASCII without regard to case (the algorithm of Aho and
 * Corasick). Time is linear in the length of the value, whatever the phrases. Immutable.
 *
 * <p>States are numbered in breadth-first order, so that the children of a state lie side by side. The shallow ones, where
 * ordinary text spends its time, have a table row each; the many deep ones only a list of children.
 */
final class PhraseAutomaton {
    /** What {@link #find} returns if there is no phrase. */
    static final long NONE = -1;

    private static final int DENSE_DEPTH = 2;

    private final byte[] classes = new byte[256];
    private final int stride;
    private final int[] rows;
    private final int[] firstChild;
    private final byte[] label;
    private final int[] fail;
    private final int[] length;

    private PhraseAutomaton(PhraseTrie trie) {
        int states = trie.size();
        firstChild = trie.firstChildren();
        label = trie.labels();
        length = trie.lengths();
        fail = new int[states];
        stride = numberClasses();
        int dense = 0;
        while (dense < states && trie.depth(dense) <= DENSE_DEPTH) {
            dense++;
        }
        rows = new int[dense * stride];
        for (int state = 0; state < states; state++) {
            for (int child = firstChild[state]; child < firstChild[state + 1]; child++) {
                int other = state == 0 ? 0 : next(fail[state], label[child]);
                fail[child] = other;
                if (length[child] == 0) {
                    length[child] = length[other];
                }
            }
            if (state < dense) {
                fillRow(state);
            }
        }
    }

    /** An automaton for these phrases; empty ones are passed over. */
    static PhraseAutomaton of(List<byte[]> phrases) {
        List<byte[]> folded = new ArrayList<>();
        for (byte[] phrase : phrases) {
            if (phrase.length > 0) {
                byte[] copy = phrase.clone();
                for (int i = 0; i < copy.length; i++) {
                    copy[i] = Ascii.lower(copy[i]);
                }
                folded.add(copy);
            }
        }
        return new PhraseAutomaton(PhraseTrie.of(folded));
    }

    /** Class 0 is every byte that no phrase has. */
    private int numberClasses() {
        int count = 1;
        for (int state = 1; state < label.length; state++) {
            int c = label[state] & 0xFF;
            if (classes[c] == 0) {
                classes[c] = (byte) count++;
            }
        }
        for (int c = 'A'; c <= 'Z'; c++) {
            classes[c] = classes[c + 32];
        }
        return count;
    }

    private void fillRow(int state) {
        int row = state * stride;
        if (state > 0) {
            // A fail state is shallower, so its row is complete.
            System.arraycopy(rows, fail[state] * stride, rows, row, stride);
        }
        for (int child = firstChild[state]; child < firstChild[state + 1]; child++) {
            rows[row + (classes[label[child] & 0xFF] & 0xFF)] = child;
        }
    }

    private int next(int from, byte folded) {
        int state = from;
        while (state * stride >= rows.length) {
            for (int child = firstChild[state]; child < firstChild[state + 1]; child++) {
                if (label[child] == folded) {
                    return child;
                }
            }
            state = fail[state];
        }
        return rows[state * stride + (classes[folded & 0xFF] & 0xFF)];
    }

    /**
     * The phrase that ends first, the longest of those that end there.
     *
     * @return {@link #NONE}, or where it starts in the upper half and where it ends in the lower half
     */
    long find(byte[] value, int from, int to) {
        int state = 0;
        for (int i = from; i < to; i++) {
            state = next(state, Ascii.lower(value[i]));
            int found = length[state];
            if (found > 0) {
                return (long) (i + 1 - found) << 32 | i + 1;
            }
        }
        return NONE;
    }

    @Override
    public String toString() {
        return "PhraseAutomaton[states=" + label.length + ", classes=" + stride + ", firstLabels="
                + Arrays.toString(Arrays.copyOf(label, Math.min(8, label.length))) + "]";
    }
}
