package dev.portcullis.waf.pattern;

/** The length of what a node matches, where it is always the same. */
final class FixedLength {
    private static final int MAX = 65_535;

    private FixedLength() {}

    /** The number of bytes; -1 if it varies or cannot be told. */
    static int of(Node node) {
        if (node instanceof Node.Bytes) {
            return 1;
        } else if (node instanceof Node.Sequence s) {
            int sum = 0;
            for (Node item : s.items()) {
                int length = of(item);
                if (length < 0) {
                    return -1;
                }
                sum = Math.min(sum + length, MAX + 1);
            }
            return sum > MAX ? -1 : sum;
        } else if (node instanceof Node.Choice c) {
            int common = of(c.branches().get(0));
            for (Node branch : c.branches()) {
                if (of(branch) != common) {
                    return -1;
                }
            }
            return common;
        } else if (node instanceof Node.Repeat r) {
            int length = of(r.body());
            return length < 0 || r.min() != r.max() || (long) length * r.min() > MAX ? -1 : length * r.min();
        } else if (node instanceof Node.Capture c) {
            return of(c.body());
        } else if (node instanceof Node.Atomic a) {
            return of(a.body());
        } else if (node instanceof Node.BackReference) {
            return -1;
        }
        return 0;
    }
}
