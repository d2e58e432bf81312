package dev.portcullis.waf.operator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tree of all phrases, its nodes numbered in breadth-first order. */
final class PhraseTrie {
    private int[] firstChild = new int[64];
    private byte[] label = new byte[64];
    private int[] length = new int[64];
    private int[] depth = new int[64];
    private int size = 1;

    private PhraseTrie() {}

    static PhraseTrie of(List<byte[]> phrases) {
        byte[][] sorted = phrases.toArray(new byte[0][]);
        Arrays.sort(sorted, Arrays::compareUnsigned);
        PhraseTrie trie = new PhraseTrie();
        trie.build(sorted);
        return trie;
    }

    /** Phrases with a common start are neighbours in sorted order, so that a node is a run of them. */
    private void build(byte[][] sorted) {
        List<int[]> runs = new ArrayList<>();
        runs.add(new int[] {0, sorted.length});
        for (int node = 0; node < size; node++) {
            firstChild[node] = size;
            int at = depth[node];
            int i = runs.get(node)[0];
            int end = runs.get(node)[1];
            runs.set(node, new int[0]);
            while (i < end && sorted[i].length == at) {
                length[node] = at;
                i++;
            }
            while (i < end) {
                int start = i;
                byte c = sorted[i][at];
                while (i < end && sorted[i][at] == c) {
                    i++;
                }
                add(c, at + 1);
                runs.add(new int[] {start, i});
            }
        }
        firstChild = Arrays.copyOf(firstChild, size + 1);
        firstChild[size] = size;
    }

    private void add(byte c, int level) {
        if (size == label.length) {
            int grown = size * 2;
            firstChild = Arrays.copyOf(firstChild, grown);
            label = Arrays.copyOf(label, grown);
            length = Arrays.copyOf(length, grown);
            depth = Arrays.copyOf(depth, grown);
        }
        label[size] = c;
        depth[size] = level;
        size++;
    }

    int size() {
        return size;
    }

    int depth(int node) {
        return depth[node];
    }

    /** At the index of a node its first child; the children end where those of the next node start. */
    int[] firstChildren() {
        return firstChild;
    }

    byte[] labels() {
        return Arrays.copyOf(label, size);
    }

    /** At the index of a node the length of the phrase that ends there, or 0. */
    int[] lengths() {
        return Arrays.copyOf(length, size);
    }
}
