package dev.portcullis.waf.pattern;

/** Tells which trees no automaton can run. */
final class NeedsBacktracking {
    private NeedsBacktracking() {}

    static boolean in(Node node) {
        if (node instanceof Node.Sequence s) {
            return inAny(s.items());
        } else if (node instanceof Node.Choice c) {
            return inAny(c.branches());
        } else if (node instanceof Node.Repeat r) {
            return in(r.body());
        } else if (node instanceof Node.Capture c) {
            return in(c.body());
        }
        return node instanceof Node.Look || node instanceof Node.Atomic || node instanceof Node.BackReference;
    }

    private static boolean inAny(Iterable<Node> nodes) {
        for (Node node : nodes) {
            if (in(node)) {
                return true;
            }
        }
        return false;
    }
}
