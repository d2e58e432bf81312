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
    }

    /** One after the other. */
    record Sequence(List<Node> items) implements Node {
        /** Matches the empty text. */
        static final Sequence EMPTY = new Sequence(List.of());
    }

    /** One of several, the earlier preferred. */
    record Choice(List<Node> branches) implements Node {}

    /** The body, at least {@code min} and at most {@code max} times. */
    record Repeat(Node body, int min, int max, boolean greedy) implements Node {}

    /** A numbered group. */
    record Capture(Node body, int group) implements Node {}

    /** A condition on the place. */
    record At(Anchor anchor) implements Node {}

    /** The condition that the next byte is of the set, or, if allowed, that the text ends. */
    record Ahead(ByteSet set, boolean orEnd) implements Node {}

    /** A condition on what follows or precedes. */
    record Look(Node body, boolean behind, boolean negative) implements Node {}

    /** The body's preferred match only, as {@code (?>...)} and the possessive quantifiers. */
    record Atomic(Node body) implements Node {}

    /** What the group matched last. */
    record BackReference(int group, boolean ignoreCase) implements Node {}

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
