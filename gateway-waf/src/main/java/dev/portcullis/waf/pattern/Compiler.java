package dev.portcullis.waf.pattern;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a tree into a program whose preferences are those of a backtracking matcher: the match, its bounds and its
 * groups are the ones that PCRE reports.
 *
 * <p>A part is compiled from its end: {@link #plain} gets the instruction that follows it. The difficulty is a loop
 * whose body can match the empty text: PCRE leaves such a loop after an empty turn. {@link #fresh} compiles a part of
 * such a body with two continuations, one for a turn in which nothing has been consumed yet and one for all others;
 * so an instruction alone says what may follow, and threads that meet at one may be merged. Within such bodies equal
 * parts with equal continuations are compiled once, or nested loops would double the program at every level.
 */
final class Compiler {
    private static final int PENDING = 0;
    private static final int LOOP = 0;
    private static final int SAVE = 1;

    private final Program program = new Program();
    private final boolean keepsPreferences;
    private final IdentityHashMap<Node, Integer> ids = new IdentityHashMap<>();

    /** What has been compiled already: an instruction for a node and the instructions behind it. */
    private final Map<List<Integer>, Integer> shared = new HashMap<>();

    private int freshDepth;

    private Compiler(boolean keepsPreferences) {
        this.keepsPreferences = keepsPreferences;
    }

    /** Compiles a tree so that its preferences are kept. */
    static Program compile(Node root) {
        return new Compiler(true).whole(root);
    }

    /** Compiles a tree for the question whether it matches: the same texts, whatever the bounds. */
    static Program compileLanguage(Node root) {
        return new Compiler(false).whole(root);
    }

    private Program whole(Node root) {
        int match = program.emit(Program.MATCH, 0, 0, 0);
        program.startAt(plain(root, match));
        return program;
    }

    /** Compiles the node to go on at {@code k}; gives its first instruction. */
    private int plain(Node node, int k) {
        if (freshDepth == 0) {
            return plainUnshared(node, k);
        }
        List<Integer> key = List.of(id(node), k);
        Integer known = shared.get(key);
        if (known == null) {
            known = plainUnshared(node, k);
            shared.put(key, known);
        }
        return known;
    }

    private int save(int slot, int k) {
        List<Integer> key = List.of(SAVE, slot, k, 0);
        Integer known = shared.get(key);
        if (known == null) {
            known = program.emit(Program.SAVE, slot, k, 0);
            shared.put(key, known);
        }
        return known;
    }

    private int id(Node node) {
        Integer known = ids.putIfAbsent(node, ids.size());
        return known == null ? ids.size() - 1 : known;
    }

    private int plainUnshared(Node node, int k) {
        if (node instanceof Node.Bytes b) {
            return program.emitBytes(b.set(), k);
        } else if (node instanceof Node.Sequence s) {
            int entry = k;
            for (int i = s.items().size() - 1; i >= 0; i--) {
                entry = plain(s.items().get(i), entry);
            }
            return entry;
        } else if (node instanceof Node.Choice c) {
            int entry = plain(c.branches().get(c.branches().size() - 1), k);
            for (int i = c.branches().size() - 2; i >= 0; i--) {
                entry = program.emit(Program.SPLIT, 0, plain(c.branches().get(i), k), entry);
            }
            return entry;
        } else if (node instanceof Node.Repeat r) {
            return repeat(r, k);
        } else if (node instanceof Node.Capture c) {
            return save(2 * c.group(), plain(c.body(), save(2 * c.group() + 1, k)));
        }
        return zeroWidthOrAtomic(node, k, k);
    }

    private int repeat(Node.Repeat r, int k) {
        int copies = r.min();
        int entry = k;
        if (r.max() == Node.UNBOUNDED) {
            int loop = loop(r, k);
            if (copies == 0) {
                return loop;
            }
            entry = bodyOf(loop, r);
            copies--;
        } else {
            for (int i = r.min(); i < r.max(); i++) {
                entry = split(r, plain(r.body(), entry), k);
            }
        }
        for (int i = 0; i < copies; i++) {
            entry = plain(r.body(), entry);
        }
        return entry;
    }

    /** A decision between another turn and {@code k}, with the body behind it. */
    private int loop(Node.Repeat r, int k) {
        List<Integer> key = List.of(LOOP, id(r), k, 0);
        Integer known = shared.get(key);
        if (known != null) {
            return known;
        }
        int loop = program.emit(Program.SPLIT, 0, PENDING, PENDING);
        shared.put(key, loop);
        int body = keepsPreferences ? fresh(r.body(), k, loop) : plain(r.body(), loop);
        patchSplit(loop, r, body, k);
        return loop;
    }

    private int bodyOf(int loop, Node.Repeat r) {
        return r.greedy() ? program.next(loop) : program.other(loop);
    }

    private int split(Node.Repeat r, int body, int exit) {
        int split = program.emit(Program.SPLIT, 0, PENDING, PENDING);
        patchSplit(split, r, body, exit);
        return split;
    }

    private void patchSplit(int split, Node.Repeat r, int body, int exit) {
        program.patch(split, r.greedy() ? body : exit, r.greedy() ? exit : body);
    }

    private int zeroWidthOrAtomic(Node node, int ifEmpty, int k) {
        if (node instanceof Node.At a) {
            return program.emit(Program.AT, a.anchor().code(), ifEmpty, 0);
        } else if (node instanceof Node.Ahead a) {
            return program.emitAhead(a.set(), a.orEnd(), ifEmpty);
        } else if (node instanceof Node.Atomic a) {
            int part = plain(a.body(), program.emit(Program.PART_END, 0, 0, 0));
            return program.emit(Program.ATOMIC, part, k, ifEmpty);
        } else if (node instanceof Node.BackReference b) {
            byte op = b.ignoreCase() ? Program.REFERENCE_IGNORING_CASE : Program.REFERENCE;
            return program.emit(op, b.group(), k, ifEmpty);
        } else if (node instanceof Node.Look l) {
            int part = l.behind() ? lookBehind(l) : plain(l.body(), program.emit(Program.PART_END, 0, 0, 0));
            return program.emit(l.negative() ? Program.LOOK_NOT : Program.LOOK, part, ifEmpty, 0);
        }
        throw new AssertionError(node);
    }

    private int lookBehind(Node.Look look) {
        int end = program.emit(Program.PART_END, 0, 0, 0);
        List<Node> branches = look.body() instanceof Node.Choice c ? c.branches() : List.of(look.body());
        int entry = -1;
        for (int i = branches.size() - 1; i >= 0; i--) {
            int part = plain(branches.get(i), end);
            int back = program.emit(Program.BACK, FixedLength.of(branches.get(i)), part, 0);
            entry = entry < 0 ? back : program.emit(Program.SPLIT, 0, back, entry);
        }
        return entry;
    }

    /**
     * Compiles a node inside a turn that has consumed nothing so far: it goes on at {@code ifEmpty} if the node does
     * not consume either, else at {@code k}.
     */
    private int fresh(Node node, int ifEmpty, int k) {
        if (!node.isNullable()) {
            return plain(node, k);
        }
        List<Integer> key = List.of(id(node), ifEmpty, k);
        Integer known = shared.get(key);
        if (known == null) {
            freshDepth++;
            known = freshNullable(node, ifEmpty, k);
            freshDepth--;
            shared.put(key, known);
        }
        return known;
    }

    private int freshNullable(Node node, int ifEmpty, int k) {
        if (node instanceof Node.Sequence s) {
            return freshSequence(s, ifEmpty, k);
        } else if (node instanceof Node.Choice c) {
            int entry = fresh(c.branches().get(c.branches().size() - 1), ifEmpty, k);
            for (int i = c.branches().size() - 2; i >= 0; i--) {
                entry = program.emit(Program.SPLIT, 0, fresh(c.branches().get(i), ifEmpty, k), entry);
            }
            return entry;
        } else if (node instanceof Node.Repeat r) {
            return freshRepeat(r, ifEmpty, k);
        } else if (node instanceof Node.Capture c) {
            int closeEmpty = save(2 * c.group() + 1, ifEmpty);
            int close = save(2 * c.group() + 1, k);
            return save(2 * c.group(), fresh(c.body(), closeEmpty, close));
        }
        return zeroWidthOrAtomic(node, ifEmpty, k);
    }

    private int freshSequence(Node.Sequence s, int ifEmpty, int k) {
        List<Integer> afterConsuming = new ArrayList<>(List.of(k));
        for (int i = s.items().size() - 1; i > 0; i--) {
            afterConsuming.add(plain(s.items().get(i), afterConsuming.get(afterConsuming.size() - 1)));
        }
        int entry = ifEmpty;
        for (int i = s.items().size() - 1, distance = 0; i >= 0; i--, distance++) {
            entry = fresh(s.items().get(i), entry, afterConsuming.get(distance));
        }
        return entry;
    }

    private int freshRepeat(Node.Repeat r, int ifEmpty, int k) {
        // The entries of what is left of the repeat, before and after something has been consumed.
        int entryEmpty = ifEmpty;
        int entry = k;
        int copies = r.min();
        if (r.max() == Node.UNBOUNDED) {
            int loop = loop(r, k);
            entryEmpty = fresh(r.body(), ifEmpty, loop);
            if (copies == 0) {
                return split(r, entryEmpty, ifEmpty);
            }
            entry = bodyOf(loop, r);
            copies--;
        } else {
            for (int i = r.min(); i < r.max(); i++) {
                entryEmpty = split(r, fresh(r.body(), entryEmpty, entry), ifEmpty);
                entry = split(r, plain(r.body(), entry), k);
            }
        }
        for (int i = 0; i < copies; i++) {
            entryEmpty = fresh(r.body(), entryEmpty, entry);
            entry = plain(r.body(), entry);
        }
        return entryEmpty;
    }
}
