package dev.portcullis.waf.pattern;

import java.util.List;

/** The syntax tree of a pattern. Immutable; its depth is bounded by the parser. */
sealed interface Node {
    /** A repeat without upper bound. */
    int UNBOUNDED = Integer.MAX_VALUE;

    /** One byte out of a set. */
    record Bytes(ByteSet set) implements Node {
        /** Matches nothing at all. */
        static final Bytes NEVER = new Bytes(ByteSet.EMPTY);

        @Override
        public boolean equals(Object o) {
            return o instanceof Bytes b && set.equals(b.set);
        }

        @Override
        public int hashCode() {
            return set.hashCode();
        }
    }

    /** One after the other. */
    record Sequence(List<Node> items) implements Node {
        /** Matches the empty text. */
        static final Sequence EMPTY = new Sequence(List.of());

        @Override
        public boolean equals(Object o) {
            return o instanceof Sequence s && equalItems(items, s.items);
        }

        @Override
        public int hashCode() {
            return sketches(items);
        }
    }

    /** One of several, the earlier preferred. */
    record Choice(List<Node> branches) implements Node {
        @Override
        public boolean equals(Object o) {
            return o instanceof Choice c && equalItems(branches, c.branches);
        }

        @Override
        public int hashCode() {
            return ~sketches(branches);
        }
    }

    /** The body, at least {@code min} and at most {@code max} times. */
    record Repeat(Node body, int min, int max, boolean greedy) implements Node {
        @Override
        public boolean equals(Object o) {
            return o instanceof Repeat r && min == r.min && max == r.max && greedy == r.greedy && body.equals(r.body);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * min + max) + sketch(body);
        }
    }

    /** A numbered group. */
    record Capture(Node body, int group) implements Node {}

    /** A condition on the place. */
    record At(Anchor anchor) implements Node {
        @Override
        public boolean equals(Object o) {
            return o instanceof At a && anchor == a.anchor;
        }

        @Override
        public int hashCode() {
            return anchor.code();
        }
    }

    /** The condition that the next byte is of the set, or, if allowed, that the text ends. */
    record Ahead(ByteSet set, boolean orEnd) implements Node {}

    /** A condition on what follows or precedes. */
    record Look(Node body, boolean behind, boolean negative) implements Node {}

    /** The body's preferred match only, as {@code (?>...)} and the possessive quantifiers. */
    record Atomic(Node body) implements Node {}

    /** What the group matched last. */
    record BackReference(int group, boolean ignoreCase) implements Node {}

    private static boolean equalItems(List<Node> a, List<Node> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (!a.get(i).equals(b.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static int sketches(List<Node> nodes) {
        int hash = nodes.size();
        for (int i = 0; i < nodes.size(); i++) {
            hash = 31 * hash + sketch(nodes.get(i));
        }
        return hash;
    }

    /** A hash of a node that does not go down into it, so that hashing a tree costs no more than its top. */
    private static int sketch(Node node) {
        if (node instanceof Bytes b) {
            return b.set.hashCode();
        } else if (node instanceof Sequence s) {
            return s.items.size();
        } else if (node instanceof Choice c) {
            return ~c.branches.size();
        } else if (node instanceof Repeat r) {
            return 31 * (31 * r.min + r.max) + (r.body instanceof Bytes b ? b.set.hashCode() : 0);
        }
        return node instanceof At a ? a.anchor.code() : 0;
    }

    /** Whether the node can match without consuming. A back reference counts as able to. */
    default boolean isNullable() {
        if (this instanceof Bytes) {
            return false;
        } else if (this instanceof Sequence s) {
            for (Node item : s.items()) {
                if (!item.isNullable()) {
                    return false;
                }
            }
            return true;
        } else if (this instanceof Choice c) {
            for (Node branch : c.branches()) {
                if (branch.isNullable()) {
                    return true;
                }
            }
            return false;
        } else if (this instanceof Repeat r) {
            return r.min() == 0 || r.body().isNullable();
        } else if (this instanceof Capture c) {
            return c.body().isNullable();
        } else if (this instanceof Atomic a) {
            return a.body().isNullable();
        }
        return true;
    }
}
