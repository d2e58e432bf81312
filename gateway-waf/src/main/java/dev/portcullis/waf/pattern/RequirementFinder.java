package dev.portcullis.waf.pattern;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds out what every match of a simplified tree must hold: literals of which one must occur, bytes of which one must
 * occur. Texts are kept as they are looked for, see {@link Folding}.
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

    private RequirementFinder() {}

    /**
     * What is known of a part.
     *
     * @param beginnings what matches begin with
     * @param endings texts of which each match ends with one; just the empty text if nothing is known
     * @param clauses conditions of which each match meets all
     */
    private record Part(Beginnings beginnings, Set<String> endings, List<Clause> clauses) {
        static final Set<String> ANY_ENDING = Set.of("");
        static final Part EMPTY = new Part(Beginnings.EMPTY, ANY_ENDING, List.of());

        static Part unknown(List<Clause> clauses) {
            return new Part(Beginnings.UNKNOWN, ANY_ENDING, clauses);
        }

        /** All conditions, those that follow from the texts included; the rarest first. */
        List<Clause> best() {
            List<Clause> all = new ArrayList<>(clauses);
            addTexts(beginnings.all(), all);
            addTexts(endings, all);
            return rarest(all);
        }
    }

    /** The conditions that each match of the tree meets, the rarest first. */
    static List<Clause> find(Node simplified) {
        return of(simplified).best();
    }

    private static void addTexts(Set<String> texts, Collection<Clause> clauses) {
        if (!texts.contains("") && !texts.isEmpty() && texts.size() <= Clause.MOST_LITERALS) {
            clauses.add(Clause.ofTexts(texts));
        }
    }

    private static List<Clause> rarest(Collection<Clause> clauses) {
        return new LinkedHashSet<>(clauses)
                .stream()
                        .sorted(Comparator.comparingDouble(Clause::chance))
                        .limit(MOST_CLAUSES)
                        .toList();
    }

    private static Part of(Node node) {
        if (node instanceof Node.Bytes b) {
            return ofBytes(b.set());
        } else if (node instanceof Node.Sequence s) {
            return ofSequence(s.items());
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
        List<Clause> clause = List.of(Clause.ofBytes(set));
        if (set.size() > MOST_BYTES) {
            return Part.unknown(clause);
        }
        Set<String> texts = new LinkedHashSet<>();
        for (int v = set.first(); v < 256; v++) {
            if (set.contains(v)) {
                texts.add(String.valueOf((char) Folding.of(v)));
            }
        }
        return texts.size() <= MOST_MEMBERS
                ? new Part(Beginnings.complete(texts), texts, clause)
                : Part.unknown(clause);
    }

    private static Part ofRepeat(Node.Repeat r) {
        if (r.min() > 0) {
            List<Node> turns = new ArrayList<>();
            for (int i = 0; i < Math.min(r.min(), MOST_TURNS); i++) {
                turns.add(r.body());
            }
            Part needed = ofSequence(turns);
            if (r.min() == r.max() && r.min() <= MOST_TURNS) {
                return needed;
            }
            // More of the same may follow, and what comes last is again the end of a turn.
            return new Part(needed.beginnings().cutOff(), needed.endings(), needed.best());
        }
        Beginnings turn = of(r.body()).beginnings();
        Beginnings optional = Beginnings.EMPTY.or(r.max() == 1 ? turn : turn.cutOff());
        return new Part(optional, Part.ANY_ENDING, List.of());
    }

    private static Part ofSequence(List<Node> items) {
        List<Clause> clauses = new ArrayList<>();
        Beginnings whole = Beginnings.EMPTY;
        // Texts that stand somewhere in the sequence: each run begins behind an item whose end is known at most.
        List<Beginnings> runs = new ArrayList<>(List.of(Beginnings.EMPTY));
        for (Node item : items) {
            Part part = of(item);
            whole = whole.then(part.beginnings());
            clauses.addAll(part.clauses());
            for (int i = runs.size() - 1; i >= 0; i--) {
                Beginnings longer = runs.get(i).then(part.beginnings());
                runs.set(i, longer);
                if (longer.isClosed()) {
                    addTexts(longer.all(), clauses);
                    runs.remove(i);
                }
            }
            boolean startsAnew = !part.beginnings().isComplete() || runs.isEmpty();
            if (startsAnew && runs.size() < MOST_RUNS) {
                runs.add(Beginnings.complete(part.endings()));
            }
        }
        for (Beginnings run : runs) {
            addTexts(run.all(), clauses);
        }
        Beginnings last = runs.isEmpty() ? Beginnings.UNKNOWN : runs.get(runs.size() - 1);
        return new Part(whole, last.isComplete() ? last.complete() : Part.ANY_ENDING, rarest(clauses));
    }

    private static Part ofChoice(List<Node> branches) {
        Beginnings beginnings = null;
        Set<String> endings = new LinkedHashSet<>();
        List<List<Clause>> clauses = new ArrayList<>();
        for (Node branch : branches) {
            Part part = of(branch);
            beginnings = beginnings == null ? part.beginnings() : beginnings.or(part.beginnings());
            endings.addAll(part.endings());
            clauses.add(part.best());
        }
        boolean ends = !endings.contains("") && endings.size() <= Clause.MOST_LITERALS;
        return new Part(
                beginnings == null ? Beginnings.UNKNOWN : beginnings,
                ends ? endings : Part.ANY_ENDING,
                either(clauses));
    }

    /** Conditions of which all hold if all those of one of the lists do: the n-th of each list, together. */
    private static List<Clause> either(List<List<Clause>> lists) {
        List<Clause> common = new ArrayList<>();
        int most = 0;
        for (List<Clause> list : lists) {
            if (list.isEmpty()) {
                return common;
            }
            most = Math.max(most, list.size());
        }
        for (int n = 0; n < most; n++) {
            List<Clause> nth = new ArrayList<>(lists.size());
            for (List<Clause> list : lists) {
                nth.add(list.get(Math.min(n, list.size() - 1)));
            }
            Clause union = Clause.any(nth);
            if (union.literals().size() <= Clause.MOST_LITERALS) {
                common.add(union);
            }
        }
        return common;
    }
}
