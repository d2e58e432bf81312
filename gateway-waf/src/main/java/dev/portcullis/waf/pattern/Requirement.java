package dev.portcullis.waf.pattern;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What a value must have for a pattern to match: conditions that each match meets, in two versions. The second holds
 * for values that have bytes but none of the {@link #MARKS}: there many alternatives of a pattern, and often the whole
 * of it, are impossible.
 *
 * @param extent how long matches are
 * @param clauses the conditions
 * @param possibleWithoutMarks whether a value without marks can match at all
 * @param clausesWithoutMarks the conditions on a value without marks
 */
record Requirement(
        Extent extent, List<Clause> clauses, boolean possibleWithoutMarks, List<Clause> clausesWithoutMarks) {
    /** Bytes that attacks live on and ordinary values mostly lack. */
    static final ByteSet MARKS = ByteSet.ofAll("\"'()[]\\$`{}|&<>^;*?!#~\0\n");

    /** Nothing is known: every value may match. */
    static final Requirement NONE =
            new Requirement(new Extent(0, Extent.ENDLESS, false, ByteSet.ALL), List.of(), true, List.of());

    /** The requirement that one of the bytes occurs. */
    static Requirement ofBytes(boolean[] anyOf) {
        ByteSet set = ByteSet.EMPTY;
        for (int v = 0; v < anyOf.length; v++) {
            set = anyOf[v] ? set.union(ByteSet.of(v)) : set;
        }
        ByteSet unmarked = set.minus(MARKS);
        return new Requirement(
                new Extent(1, Extent.ENDLESS, false, ByteSet.ALL),
                List.of(Clause.ofBytes(set)),
                !unmarked.isEmpty(),
                unmarked.isEmpty() ? List.of() : List.of(Clause.ofBytes(unmarked)));
    }

    /** The requirement that the value is a piece of a text. */
    static Requirement ofPieces(byte[] text) {
        ByteSet bytes = ByteSet.EMPTY;
        for (byte b : text) {
            bytes = bytes.union(ByteSet.of(b & 0xFF));
        }
        return new Requirement(new Extent(0, text.length, true, bytes), List.of(), true, List.of());
    }

    /** The requirement of a tree without look-around, back references and atomic groups. */
    static Requirement of(Node simplified) {
        Node unmarked = without(simplified, MARKS);
        boolean possible = !unmarked.equals(Node.Bytes.NEVER);
        List<Clause> clauses = RequirementFinder.find(simplified);
        boolean same = possible && unmarked.equals(simplified);
        return new Requirement(
                Extent.of(simplified),
                clauses,
                possible,
                same ? clauses : possible ? RequirementFinder.find(unmarked) : List.of());
    }

    /** The requirement of a list of phrases, of which one must occur in any case of ASCII letters. */
    static Requirement ofPhrases(Collection<byte[]> phrases) {
        Texts.Maker marked = new Texts.Maker(phrases.size());
        Texts.Maker unmarked = new Texts.Maker(phrases.size());
        int shortest = Extent.ENDLESS;
        for (byte[] phrase : phrases) {
            shortest = Math.min(shortest, phrase.length);
            long piece = rarestPiece(phrase);
            marked.add(piece);
            if (!hasMarks(phrase)) {
                unmarked.add(piece);
            }
        }
        if (shortest == 0) {
            return NONE;
        }
        Extent extent = new Extent(shortest, Extent.ENDLESS, false, ByteSet.ALL);
        return new Requirement(extent, clauses(marked.make()), unmarked.size() > 0, clauses(unmarked.make()));
    }

    private static long rarestPiece(byte[] phrase) {
        long rarest = Literal.EMPTY;
        double least = Double.MAX_VALUE;
        long piece = Literal.EMPTY;
        for (int i = 0; i < phrase.length; i++) {
            piece = Literal.join(Literal.end(piece, Rarity.WINDOW - 1), Literal.of(Folding.of(phrase[i] & 0xFF)));
            if (i >= Math.min(Rarity.WINDOW, phrase.length) - 1) {
                double chance = Rarity.of(piece);
                if (chance < least) {
                    least = chance;
                    rarest = piece;
                }
            }
        }
        return rarest;
    }

    private static boolean hasMarks(byte[] phrase) {
        for (byte b : phrase) {
            if (MARKS.contains(b & 0xFF)) {
                return true;
            }
        }
        return false;
    }

    private static List<Clause> clauses(Texts phrases) {
        return phrases.isEmpty() ? List.of() : List.of(Clause.ofPieces(phrases));
    }

    /** Whether there is nothing between the start and the end of a line. */
    private static boolean isEmptyLine(List<Node> items) {
        for (int i = 1; i < items.size(); i++) {
            if (items.get(i - 1) instanceof Node.At start
                    && start.anchor().isStart()
                    && items.get(i) instanceof Node.At end
                    && end.anchor().isEnd()) {
                return true;
            }
        }
        return false;
    }

    /** The tree for texts that are not empty and hold none of the bytes. */
    static Node without(Node node, ByteSet bytes) {
        if (node instanceof Node.Bytes b) {
            return new Node.Bytes(b.set().minus(bytes));
        } else if (node instanceof Node.Sequence s) {
            List<Node> items = new ArrayList<>(s.items().size());
            for (Node item : s.items()) {
                items.add(without(item, bytes));
            }
            return isEmptyLine(items) ? Node.Bytes.NEVER : LanguageSimplifier.sequence(items);
        } else if (node instanceof Node.Choice c) {
            List<Node> branches = new ArrayList<>(c.branches().size());
            for (Node branch : c.branches()) {
                branches.add(without(branch, bytes));
            }
            return LanguageSimplifier.choice(branches);
        } else if (node instanceof Node.Repeat r) {
            return LanguageSimplifier.repeat(without(r.body(), bytes), r.min(), r.max());
        }
        return node;
    }
}
