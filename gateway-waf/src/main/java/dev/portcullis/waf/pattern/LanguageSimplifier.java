package dev.portcullis.waf.pattern;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Rewrites a tree into a smaller one that matches the same texts; groups, preferences and laziness are lost. What no
 * automaton can run is left out: the result then matches what the tree matches, and more.
 */
final class LanguageSimplifier {
    /** Any text. */
    static final Node ANYTHING = new Node.Repeat(new Node.Bytes(ByteSet.ALL), 0, Node.UNBOUNDED, true);

    /** No rewriting makes a tree higher than this; the walkers of trees recurse that deep. */
    private static final int MAX_HEIGHT = 400;

    /** How often the branches of one choice are split again by what they begin with. */
    private static final int MAX_FACTORING = 40;

    private LanguageSimplifier() {}

    static Node simplify(Node node) {
        if (node instanceof Node.Capture c) {
            return simplify(c.body());
        } else if (node instanceof Node.Sequence s) {
            List<Node> items = new ArrayList<>(s.items().size());
            for (Node item : s.items()) {
                items.add(simplify(item));
            }
            return sequence(items);
        } else if (node instanceof Node.Choice c) {
            List<Node> branches = new ArrayList<>(c.branches().size());
            for (Node branch : c.branches()) {
                branches.add(simplify(branch));
            }
            return choice(branches);
        } else if (node instanceof Node.Repeat r) {
            return repeat(simplify(r.body()), r.min(), r.max());
        } else if (node instanceof Node.Atomic a) {
            return simplify(a.body());
        } else if (node instanceof Node.Look) {
            return Node.Sequence.EMPTY;
        } else if (node instanceof Node.BackReference) {
            return ANYTHING;
        }
        return node;
    }

    /** One after the other, of simplified items. */
    static Node sequence(List<Node> items) {
        List<Node> flat = new ArrayList<>(items.size());
        for (Node item : items) {
            if (item.equals(Node.Bytes.NEVER)) {
                return Node.Bytes.NEVER;
            } else if (item instanceof Node.Sequence s) {
                for (Node inner : s.items()) {
                    append(flat, inner);
                }
            } else {
                append(flat, item);
            }
        }
        return flat.size() == 1 ? flat.get(0) : new Node.Sequence(List.copyOf(flat));
    }

    /** Appends an item; two repeats of the same body, one behind the other, become one if that is as short. */
    private static void append(List<Node> items, Node item) {
        int last = items.size() - 1;
        if (last >= 0
                && item instanceof Node.Repeat b
                && items.get(last) instanceof Node.Repeat a
                && a.body().equals(b.body())
                && (a.max() == Node.UNBOUNDED || b.max() == Node.UNBOUNDED)
                && a.min() + b.min() <= Parser.MAX_REPEAT) {
            items.set(last, new Node.Repeat(a.body(), a.min() + b.min(), Node.UNBOUNDED, true));
        } else if (last >= 0 && item instanceof Node.At && items.get(last).equals(item)) {
            return;
        } else {
            items.add(item);
        }
    }

    /** One of several simplified branches. */
    static Node choice(List<Node> branches) {
        return choice(branches, 0);
    }

    private static Node choice(List<Node> branches, int depth) {
        ByteSet single = ByteSet.EMPTY;
        LinkedHashSet<Node> distinct = new LinkedHashSet<>();
        for (Node branch : branches) {
            for (Node b : branch instanceof Node.Choice c ? c.branches() : List.of(branch)) {
                if (b instanceof Node.Bytes bytes) {
                    single = single.union(bytes.set());
                } else {
                    distinct.add(b);
                }
            }
        }
        List<Node> rest = factored(distinct, depth);
        if (!single.isEmpty()) {
            rest.add(0, new Node.Bytes(single));
        }
        return switch (rest.size()) {
            case 0 -> Node.Bytes.NEVER;
            case 1 -> rest.get(0);
            default -> optional(rest);
        };
    }

    /** Writes an empty branch as a repeat of the others, at most once. */
    private static Node optional(List<Node> branches) {
        List<Node> others = new ArrayList<>(branches);
        if (!others.remove(Node.Sequence.EMPTY)) {
            return new Node.Choice(List.copyOf(branches));
        }
        Node body = others.size() == 1 ? others.get(0) : new Node.Choice(List.copyOf(others));
        return body.isNullable() && isFree(body) ? body : repeat(body, 0, 1);
    }

    /** Joins the branches that begin alike. */
    private static List<Node> factored(Iterable<Node> branches, int depth) {
        Map<Node, List<Node>> byFirst = new LinkedHashMap<>();
        for (Node branch : branches) {
            Node first = items(branch).isEmpty() ? branch : items(branch).get(0);
            List<Node> alike = byFirst.get(first);
            if (alike == null) {
                alike = new ArrayList<>();
                byFirst.put(first, alike);
            }
            alike.add(branch);
        }
        List<Node> joined = new ArrayList<>();
        for (List<Node> group : byFirst.values()) {
            int common = group.size() == 1 || depth == MAX_FACTORING ? 0 : commonPrefix(group);
            if (common == 0) {
                joined.addAll(group);
                continue;
            }
            List<Node> rests = new ArrayList<>(group.size());
            for (Node branch : group) {
                List<Node> items = items(branch);
                rests.add(sequence(items.subList(common, items.size())));
            }
            List<Node> whole = new ArrayList<>(items(group.get(0)).subList(0, common));
            whole.add(choice(rests, depth + 1));
            Node factored = sequence(whole);
            if (height(factored) > MAX_HEIGHT) {
                joined.addAll(group);
            } else {
                joined.add(factored);
            }
        }
        return joined;
    }

    private static List<Node> items(Node branch) {
        return branch instanceof Node.Sequence s ? s.items() : List.of(branch);
    }

    private static int commonPrefix(List<Node> branches) {
        List<Node> first = items(branches.get(0));
        int common = first.size();
        for (Node branch : branches) {
            List<Node> items = items(branch);
            int i = 0;
            while (i < common && i < items.size() && items.get(i).equals(first.get(i))) {
                i++;
            }
            common = i;
        }
        return common;
    }

    /** The greatest number of nodes from the top to the bottom. */
    static int height(Node node) {
        int below = 0;
        if (node instanceof Node.Sequence s) {
            for (Node item : s.items()) {
                below = Math.max(below, height(item));
            }
        } else if (node instanceof Node.Choice c) {
            for (Node branch : c.branches()) {
                below = Math.max(below, height(branch));
            }
        } else if (node instanceof Node.Repeat r) {
            below = height(r.body());
        }
        return below + 1;
    }

    /** The simplified body, repeated. */
    static Node repeat(Node body, int min, int max) {
        if (max == 0 || body.equals(Node.Sequence.EMPTY) || (body.equals(Node.Bytes.NEVER) && min == 0)) {
            return Node.Sequence.EMPTY;
        }
        if ((min == 1 && max == 1) || body.equals(Node.Bytes.NEVER)) {
            return body;
        }
        if (body instanceof Node.At || body instanceof Node.Ahead) {
            return min == 0 ? Node.Sequence.EMPTY : body;
        }
        if (body instanceof Node.Repeat inner && inner.min() <= 1) {
            if (max == Node.UNBOUNDED && min <= 1) {
                return new Node.Repeat(inner.body(), Math.min(min, inner.min()), Node.UNBOUNDED, true);
            }
            if (inner.max() == Node.UNBOUNDED && min <= 1) {
                return new Node.Repeat(inner.body(), Math.min(min, inner.min()), Node.UNBOUNDED, true);
            }
        }
        return new Node.Repeat(body, min, max, true);
    }

    /** Whether no condition on the place stands anywhere in the node. */
    static boolean isFree(Node node) {
        if (node instanceof Node.Sequence s) {
            return areFree(s.items());
        } else if (node instanceof Node.Choice c) {
            return areFree(c.branches());
        } else if (node instanceof Node.Repeat r) {
            return isFree(r.body());
        }
        return node instanceof Node.Bytes;
    }

    private static boolean areFree(List<Node> nodes) {
        for (Node node : nodes) {
            if (!isFree(node)) {
                return false;
            }
        }
        return true;
    }
}
