package dev.portcullis.waf.pattern;

/**
 * How long matches are, and whether they must take up a whole line.
 *
 * @param shortest the least number of bytes of a match
 * @param longest the greatest, {@link #ENDLESS} without one, or where matches need not take up a whole line
 * @param wholeLine whether every match begins at the start of a line and ends at the end of one: a value without line
 *     feeds then matches as a whole or not at all
 * @param bytes the bytes that can be part of a match, where it must take up a whole line; else all
 */
record Extent(int shortest, int longest, boolean wholeLine, ByteSet bytes) {
    static final int ENDLESS = 1 << 20;

    static Extent of(Node node) {
        boolean wholeLine = isEdge(node, true) && isEdge(node, false);
        return wholeLine
                ? new Extent(shortest(node), longest(node), true, bytes(node))
                : new Extent(shortest(node), ENDLESS, false, ByteSet.ALL);
    }

    private static int shortest(Node node) {
        long sum = 0;
        if (node instanceof Node.Bytes) {
            return 1;
        } else if (node instanceof Node.Sequence s) {
            for (Node item : s.items()) {
                sum += shortest(item);
            }
        } else if (node instanceof Node.Choice c) {
            sum = ENDLESS;
            for (Node branch : c.branches()) {
                sum = Math.min(sum, shortest(branch));
            }
        } else if (node instanceof Node.Repeat r) {
            sum = (long) shortest(r.body()) * r.min();
        }
        return (int) Math.min(sum, ENDLESS);
    }

    private static int longest(Node node) {
        long sum = 0;
        if (node instanceof Node.Bytes) {
            return 1;
        } else if (node instanceof Node.Sequence s) {
            for (Node item : s.items()) {
                sum += longest(item);
            }
        } else if (node instanceof Node.Choice c) {
            for (Node branch : c.branches()) {
                sum = Math.max(sum, longest(branch));
            }
        } else if (node instanceof Node.Repeat r) {
            int body = longest(r.body());
            sum = body == 0 ? 0 : r.max() == Node.UNBOUNDED ? ENDLESS : (long) body * r.max();
        }
        return (int) Math.min(sum, ENDLESS);
    }

    /** Whether every match starts, or ends, with an anchor to the start, or the end, of a line. */
    private static boolean isEdge(Node node, boolean start) {
        if (node instanceof Node.Sequence s) {
            return !s.items().isEmpty()
                    && isEdge(s.items().get(start ? 0 : s.items().size() - 1), start);
        } else if (node instanceof Node.Choice c) {
            for (Node branch : c.branches()) {
                if (!isEdge(branch, start)) {
                    return false;
                }
            }
            return true;
        } else if (node instanceof Node.Repeat r) {
            return r.min() > 0 && isEdge(r.body(), start);
        }
        return node instanceof Node.At at
                && (start ? at.anchor().isStart() : at.anchor().isEnd());
    }

    private static ByteSet bytes(Node node) {
        ByteSet all = ByteSet.EMPTY;
        if (node instanceof Node.Bytes b) {
            all = b.set();
        } else if (node instanceof Node.Sequence s) {
            for (Node item : s.items()) {
                all = all.union(bytes(item));
            }
        } else if (node instanceof Node.Choice c) {
            for (Node branch : c.branches()) {
                all = all.union(bytes(branch));
            }
        } else if (node instanceof Node.Repeat r) {
            all = bytes(r.body());
        }
        return all;
    }
}
