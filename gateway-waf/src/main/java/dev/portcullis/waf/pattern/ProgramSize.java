package dev.portcullis.waf.pattern;

/** Tells trees whose programs are surely small from others, without compiling them. */
final class ProgramSize {
    /** So far below the bound on instructions that no rewriting of the tree can come near it. */
    private static final long MODEST = Program.MAX_SIZE / 4;

    /** Compiling takes a few frames of the stack for each level. */
    private static final int MOST_LEVELS = 64;

    /** More than any pattern has: not modest. */
    private static final long LARGE = 1L << 32;

    /** Groups nested no deeper make no tree of more than {@link #MOST_LEVELS}: each makes four at most. */
    static final int MODEST_DEPTH = 12;

    /** A byte of a pattern makes no more instructions than these, the counts of repeats apart. */
    private static final int MOST_OF_A_BYTE = 4;

    private ProgramSize() {}

    /** Whether the program of a pattern of this length, to which the counts of repeats add some instructions, is small. */
    static boolean isModest(int length, long added) {
        return (long) MOST_OF_A_BYTE * length + added <= MODEST;
    }

    /** Whether the program of a tree, rewritten or not, is small, and compiling it needs little of the stack. */
    static boolean isModest(Node root) {
        return most(root, 0) <= MODEST;
    }

    /** The most instructions that a node can come to. */
    private static long most(Node node, int level) {
        if (level > MOST_LEVELS) {
            return LARGE;
        }
        long sum = 1;
        if (node instanceof Node.Sequence s) {
            for (Node item : s.items()) {
                sum += most(item, level + 1);
            }
        } else if (node instanceof Node.Choice c) {
            for (Node branch : c.branches()) {
                sum += most(branch, level + 1) + 1;
            }
        } else if (node instanceof Node.Repeat r) {
            boolean endless = r.max() == Node.UNBOUNDED;
            if (endless && r.body().isNullable()) {
                // Compiled in two versions for each level of such loops.
                return LARGE;
            }
            long turns = Math.max(1, endless ? r.min() : r.max());
            sum += turns * (most(r.body(), level + 1) + 1);
        } else if (node instanceof Node.Capture c) {
            sum += most(c.body(), level + 1) + 1;
        }
        return Math.min(sum, LARGE);
    }
}
