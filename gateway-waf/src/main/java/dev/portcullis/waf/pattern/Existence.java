package dev.portcullis.waf.pattern;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts from a simplified tree what does not matter to the question whether it matches anywhere in a text: what can be
 * left out at its beginning and at its end. {@code \s*foo\w+} occurs where {@code foo\w} does.
 */
final class Existence {
    private Existence() {}

    /** A tree that matches somewhere in exactly those texts in which the given one does. */
    static Node of(Node simplified) {
        Node node = simplified;
        while (true) {
            Node cut = cut(cut(node, true), false);
            if (cut.equals(node)) {
                return node;
            }
            node = cut;
        }
    }

    /**
     * Whether matches of the tree that is made of the simplified one start where its own do, and none comes back to its
     * beginning: no repeat without bound stands there.
     */
    static boolean keepsStarts(Node simplified) {
        return !hasLoopAtHead(simplified) && cut(simplified, true).equals(simplified);
    }

    private static boolean hasLoopAtHead(Node node) {
        if (node instanceof Node.Sequence s) {
            for (Node item : s.items()) {
                if (hasLoopAtHead(item)) {
                    return true;
                } else if (!item.isNullable()) {
                    return false;
                }
            }
            return false;
        } else if (node instanceof Node.Choice c) {
            for (Node branch : c.branches()) {
                if (hasLoopAtHead(branch)) {
                    return true;
                }
            }
            return false;
        }
        return node instanceof Node.Repeat r && (r.max() == Node.UNBOUNDED || hasLoopAtHead(r.body()));
    }

    /** Cuts at the head or at the tail of the tree. */
    private static Node cut(Node node, boolean head) {
        if (canBeEmptyAnywhere(node)) {
            return Node.Sequence.EMPTY;
        }
        if (node instanceof Node.Choice c) {
            List<Node> branches = new ArrayList<>(c.branches().size());
            for (Node branch : c.branches()) {
                branches.add(cut(branch, head));
            }
            return LanguageSimplifier.choice(branches);
        } else if (node instanceof Node.Repeat r) {
            // More turns than needed can be left to what lies around.
            return r.min() == 1 ? cut(r.body(), head) : LanguageSimplifier.repeat(r.body(), r.min(), r.min());
        } else if (node instanceof Node.Sequence s) {
            return cutSequence(new ArrayList<>(s.items()), head);
        }
        return node;
    }

    private static Node cutSequence(List<Node> items, boolean head) {
        while (!items.isEmpty()) {
            int edge = head ? 0 : items.size() - 1;
            Node cut = cut(items.get(edge), head);
            if (!cut.equals(Node.Sequence.EMPTY)) {
                items.set(edge, cut);
                break;
            }
            items.remove(edge);
        }
        // ^.* leads from the start to anywhere, and .*$ from anywhere to the end.
        int size = items.size();
        if (head && size >= 2 && isEdge(items.get(0), true) && items.get(1).equals(LanguageSimplifier.ANYTHING)) {
            return LanguageSimplifier.sequence(items.subList(2, size));
        }
        if (!head
                && size >= 2
                && isEdge(items.get(size - 1), false)
                && items.get(size - 2).equals(LanguageSimplifier.ANYTHING)) {
            return LanguageSimplifier.sequence(items.subList(0, size - 2));
        }
        return LanguageSimplifier.sequence(items);
    }

    private static boolean isEdge(Node node, boolean head) {
        return node instanceof Node.At at
                && (head ? at.anchor().isStart() : at.anchor().isEnd());
    }

    /** Whether the node matches the empty text at every place. */
    private static boolean canBeEmptyAnywhere(Node node) {
        if (node instanceof Node.Sequence s) {
            for (Node item : s.items()) {
                if (!canBeEmptyAnywhere(item)) {
                    return false;
                }
            }
            return true;
        } else if (node instanceof Node.Choice c) {
            for (Node branch : c.branches()) {
                if (canBeEmptyAnywhere(branch)) {
                    return true;
                }
            }
            return false;
        } else if (node instanceof Node.Repeat r) {
            return r.min() == 0 || canBeEmptyAnywhere(r.body());
        }
        return false;
    }
}
