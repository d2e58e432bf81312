package dev.portcullis.waf.pattern;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what every match of a simplified tree must hold: literals of which one must occur, bytes of which one must
 * occur. Texts are kept as they are looked for, see {@link Folding}. Takes time in the order of the size of the tree
 * times its height. Holds what it learned of byte sets, so it belongs to one thread.
 */
final class RequirementFinder {
    /** The most members of a byte set that is multiplied out. */
    private static final int MOST_MEMBERS = 10;

    /** More bytes than these are more than {@link #MOST_MEMBERS}, whichever of them are taken for the same. */
    private static final int MOST_BYTES = 2 * MOST_MEMBERS + 16;

    /** A set with so many members says nothing. */
    private static final int NEARLY_ALL = 230;

    /** The turns of a repeat that are looked at one by one. */
    private static final int MOST_TURNS = 4;

    /** The conditions kept for a part. */
    private static final int MOST_CLAUSES = 4;

    /** The runs of texts followed at a time. */
    private static final int MOST_RUNS = 3;

    /** More endings than these are as good as unknown. */
    private static final int MOST_ENDINGS = 128;

    /** Of a choice with more branches than these only as many conditions are kept as are looked for. */
    private static final int MOST_BRANCHES = 32;

    /** Single characters are put together to texts of this length before runs go over them. */
    private static final int CHUNK = 4;

    /** What is known of parts that patterns repeat: byte sets, and what may be between the letters of a word. */
    private final Map<Node, Part> known = new HashMap<>();

    private RequirementFinder() {}

    /** What is known of a part. */
    private static final class Part {
        static final Part EMPTY = new Part(Beginnings.EMPTY, Texts.EMPTY, List.of());

        /** What matches begin with. */
        final Beginnings beginnings;

        /** Texts of which each match ends with one; just the empty text if nothing is known. */
        final Texts endings;

        /** Conditions of which each match meets all. */
        final List<Need> clauses;

        /** All conditions, those that follow from the texts included; the rarest first. Null until asked for. */
        private @Nullable List<Need> best;

        /** A part of which the texts say no more than the conditions do. */
        Part(Beginnings beginnings, Texts endings, List<Need> clauses) {
            this(beginnings, endings, clauses, clauses);
        }

        private Part(Beginnings beginnings, Texts endings, List<Need> clauses, @Nullable List<Need> best) {
            this.beginnings = beginnings;
            this.endings = endings;
            this.clauses = clauses;
            this.best = best;
        }

        /** A part of which the texts may say more than the conditions. */
        static Part withTexts(Beginnings beginnings, Texts endings, List<Need> clauses) {
            return new Part(beginnings, endings, clauses, null);
        }

        static Part unknown(List<Need> clauses) {
            return new Part(Beginnings.UNKNOWN, Texts.EMPTY, clauses);
        }

        /** The text that each match is; {@link Literal#EMPTY} if there are several. */
        long text() {
            return beginnings.isComplete() && beginnings.complete().size() == 1
                    ? beginnings.complete().at(0)
                    : Literal.EMPTY;
        }

        List<Need> best() {
            List<Need> known = best;
            if (known == null) {
                Rarest rarest = new Rarest();
                rarest.addAll(clauses);
                Texts all = beginnings.all();
                rarest.add(all);
                if (!endings.equals(all)) {
                    rarest.add(endings);
                }
                known = rarest.clauses;
                best = known;
            }
            return known;
        }
    }

    /** The rarest of some conditions, in their order. */
    private static final class Rarest {
        private final List<Need> clauses = new ArrayList<>(MOST_CLAUSES + 1);

        void add(Texts texts) {
            if (!texts.isEmpty() && texts.size() <= Clause.MOST_LITERALS && !texts.hasEmptyText()) {
                add(Need.of(Clause.ofTexts(texts)));
            }
        }

        void addAll(List<Need> all) {
            for (int i = 0; i < all.size(); i++) {
                add(all.get(i));
            }
        }

        void add(Need clause) {
            int at = clauses.size();
            while (at > 0 && clauses.get(at - 1).chance() > clause.chance()) {
                at--;
            }
            if (at > 0 && clauses.get(at - 1).isLike(clause)) {
                return;
            }
            if (at < MOST_CLAUSES) {
                clauses.add(at, clause);
                if (clauses.size() > MOST_CLAUSES) {
                    clauses.remove(MOST_CLAUSES);
                }
            }
        }
    }

    /** The conditions that each match of the tree meets, the rarest first. */
    static List<Clause> find(Node simplified) {
        List<Clause> found = new ArrayList<>(MOST_CLAUSES);
        for (Need need : new RequirementFinder().of(simplified).best()) {
            Clause clause = need.clause();
            if (clause.literals().size() <= Clause.MOST_LITERALS && !found.contains(clause)) {
                int at = found.size();
                while (at > 0 && found.get(at - 1).chance() > clause.chance()) {
                    at--;
                }
                found.add(at, clause);
            }
        }
        return List.copyOf(found);
    }

    private Part of(Node node) {
        if (node instanceof Node.Bytes b) {
            Part part = known.get(node);
            if (part == null) {
                part = ofBytes(b.set());
                known.put(node, part);
            }
            return part;
        } else if (node instanceof Node.Sequence s) {
            return ofSequence(parts(s.items()));
        } else if (node instanceof Node.Choice c) {
            return ofChoice(c.branches());
        } else if (node instanceof Node.Repeat r) {
            return ofRepeat(r);
        }
        return Part.EMPTY;
    }

    private static Part ofBytes(ByteSet set) {
        if (set.size() > NEARLY_ALL) {
            return Part.unknown(List.of());
        }
        List<Need> clause = List.of(Need.of(Clause.ofBytes(set)));
        if (set.size() > MOST_BYTES) {
            return Part.unknown(clause);
        }
        Texts.Maker texts = new Texts.Maker(set.size());
        for (int w = 0; w < 4; w++) {
            for (long rest = set.word(w); rest != 0; rest &= rest - 1) {
                texts.add(Literal.of(Folding.of((w << 6) + Long.numberOfTrailingZeros(rest))));
            }
        }
        Texts made = texts.make();
        return made.size() <= MOST_MEMBERS ? new Part(Beginnings.complete(made), made, clause) : Part.unknown(clause);
    }

    private Part ofRepeat(Node.Repeat r) {
        if (r.min() > 0) {
            List<Part> turns = new ArrayList<>();
            Part turn = of(r.body());
            for (int i = 0; i < Math.min(r.min(), MOST_TURNS); i++) {
                turns.add(turn);
            }
            Part needed = ofSequence(turns);
            if (r.min() == r.max() && r.min() <= MOST_TURNS) {
                return needed;
            }
            // More of the same may follow, and what comes last is again the end of a turn.
            return new Part(needed.beginnings.cutOff(), needed.endings, needed.best());
        }
        Beginnings turn = of(r.body()).beginnings;
        Beginnings optional = Beginnings.any(List.of(Beginnings.EMPTY, r.max() == 1 ? turn : turn.cutOff()));
        return new Part(optional, Texts.EMPTY, List.of());
    }

    /** The parts of a sequence, single characters that follow each other put together. */
    private List<Part> parts(List<Node> items) {
        List<Part> parts = new ArrayList<>(items.size());
        int i = 0;
        while (i < items.size()) {
            int optional = i;
            while (optional < items.size() && isOptional(items.get(optional))) {
                optional++;
            }
            if (optional > i) {
                parts.add(ofOptional(items.subList(i, optional)));
                i = optional;
                continue;
            }
            Part part = of(items.get(i++));
            long text = part.text();
            if (Literal.length(text) == 1) {
                Rarest clauses = new Rarest();
                clauses.addAll(part.clauses);
                while (i < items.size() && Literal.length(text) < CHUNK) {
                    Part next = items.get(i) instanceof Node.Bytes ? of(items.get(i)) : Part.EMPTY;
                    if (Literal.length(next.text()) != 1) {
                        break;
                    }
                    clauses.addAll(next.clauses);
                    text = Literal.join(text, next.text());
                    i++;
                }
                if (Literal.length(text) > 1) {
                    Texts texts = Texts.of(text);
                    part = Part.withTexts(Beginnings.complete(texts), texts, clauses.clauses);
                }
            }
            parts.add(part);
        }
        return parts;
    }

    private static boolean isOptional(Node node) {
        return node instanceof Node.Repeat r && r.min() == 0;
    }

    /** Repeats that may be left out, one behind the other. */
    private Part ofOptional(List<Node> repeats) {
        Node key = repeats.size() == 1 ? repeats.get(0) : new Node.Sequence(repeats);
        Part part = known.get(key);
        if (part == null) {
            List<Part> parts = new ArrayList<>(repeats.size());
            for (Node repeat : repeats) {
                parts.add(of(repeat));
            }
            part = ofSequence(parts);
            known.put(key, part);
        }
        return part;
    }

    private static Part ofSequence(List<Part> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        Rarest clauses = new Rarest();
        // The first run is what matches begin with, until it is closed.
        Beginnings whole = Beginnings.EMPTY;
        boolean isFirstOpen = true;
        // Texts that stand somewhere in the sequence: each run begins behind an item whose end is known at most.
        List<Beginnings> runs = new ArrayList<>(List.of(Beginnings.EMPTY));
        for (Part part : parts) {
            clauses.addAll(part.clauses);
            boolean isOne = part.text() != Literal.EMPTY;
            @Nullable Beginnings bridge = null;
            for (int i = runs.size() - 1; i >= 0; i--) {
                Beginnings run = runs.get(i);
                Beginnings longer = run.then(part.beginnings);
                runs.set(i, longer);
                if (i == 0 && isFirstOpen) {
                    whole = longer;
                    isFirstOpen = !longer.isClosed();
                }
                if (longer.isClosed()) {
                    clauses.add(longer.all());
                    runs.remove(i);
                    if (isOne && run.isComplete()) {
                        // There was no more room: what stands on both sides of here is still a text.
                        bridge =
                                Beginnings.complete(run.ends(Rarity.WINDOW - 1)).then(part.beginnings);
                    }
                }
            }
            if (bridge != null && bridge.isClosed()) {
                clauses.add(bridge.all());
            } else if (bridge != null) {
                runs.add(bridge);
            }
            boolean startsAnew = !part.beginnings.isComplete() || runs.isEmpty();
            if (startsAnew && runs.size() < MOST_RUNS) {
                runs.add(Beginnings.complete(part.endings));
            }
        }
        for (Beginnings run : runs) {
            clauses.add(run.all());
        }
        Beginnings last = runs.isEmpty() ? Beginnings.UNKNOWN : runs.get(runs.size() - 1);
        return new Part(whole, last.isComplete() ? last.complete() : Texts.EMPTY, clauses.clauses);
    }

    private Part ofChoice(List<Node> branches) {
        List<Beginnings> beginnings = new ArrayList<>(branches.size());
        Texts.Maker endings = new Texts.Maker(branches.size());
        List<List<Need>> clauses = new ArrayList<>(branches.size());
        for (Node branch : branches) {
            Part part = of(branch);
            beginnings.add(part.beginnings);
            endings.add(part.endings);
            clauses.add(part.best());
        }
        Texts ends = endings.make();
        boolean ended = !ends.hasEmptyText() && ends.size() <= MOST_ENDINGS;
        return Part.withTexts(Beginnings.any(beginnings), ended ? ends : Texts.EMPTY, either(clauses));
    }

    /** Conditions of which all hold if all those of one of the lists do: the n-th of each list, together. */
    private static List<Need> either(List<List<Need>> lists) {
        int most = 0;
        for (List<Need> list : lists) {
            if (list.isEmpty()) {
                return List.of();
            }
            most = Math.max(most, list.size());
        }
        most = lists.size() > MOST_BRANCHES ? Math.min(most, Terms.PLANES) : most;
        List<Need> common = new ArrayList<>(most);
        for (int n = 0; n < most; n++) {
            List<Need> nth = new ArrayList<>(lists.size());
            for (List<Need> list : lists) {
                nth.add(list.get(Math.min(n, list.size() - 1)));
            }
            Need union = Need.any(nth);
            if (!union.hasTooManyLiterals()) {
                common.add(union);
            }
        }
        return common;
    }
}
