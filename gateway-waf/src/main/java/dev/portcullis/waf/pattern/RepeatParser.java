package dev.portcullis.waf.pattern;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what says how often an item is repeated. */
final class RepeatParser {
    private final PatternReader in;

    /** The instructions that counts add. */
    private long added;

    /** Whether a repeat was read whose program is not told by its counts alone. */
    private boolean involved;

    RepeatParser(PatternReader in) {
        this.in = in;
    }

    /**
     * Whether the program of a pattern of the length, in which the repeats so far stand, is surely small: a look at each
     * repeat as it is read saves most patterns the walk of {@link ProgramSize}.
     */
    boolean areModest(int length) {
        return !involved && ProgramSize.isModest(length, added);
    }

    private void count(Node atom, int min, int max, boolean possessive) {
        int turns = max == Node.UNBOUNDED ? min : max;
        if (possessive
                || (turns > 1 && !(atom instanceof Node.Bytes))
                || (max == Node.UNBOUNDED && atom.isNullable())) {
            involved = true;
        } else if (turns > 1) {
            added += 2L * turns;
        }
    }

    /** The item with the repeat that follows; the item itself where none does. */
    Node repeated(Node atom, boolean ungreedy) {
        int start = in.offset();
        int min;
        int max;
        if (in.skip("*")) {
            min = 0;
            max = Node.UNBOUNDED;
        } else if (in.skip("+")) {
            min = 1;
            max = Node.UNBOUNDED;
        } else if (in.skip("?")) {
            min = 0;
            max = 1;
        } else {
            int[] bounds = bounds();
            if (bounds == null) {
                return atom;
            }
            min = bounds[0];
            max = bounds[1];
            if (max < min) {
                throw in.error("the counts of a repeat are out of order", start);
            }
            if (min > Parser.MAX_REPEAT || (max > Parser.MAX_REPEAT && max != Node.UNBOUNDED)) {
                throw in.error("a repeat count above " + Parser.MAX_REPEAT, start);
            }
        }
        boolean possessive = in.skip("+");
        boolean lazy = !possessive && in.skip("?");
        count(atom, min, max, possessive);
        if (possessive && atom instanceof Node.Bytes bytes) {
            return possessive(bytes, min, max);
        }
        Node repeat = new Node.Repeat(atom, min, max, lazy == ungreedy || possessive);
        return possessive ? new Node.Atomic(repeat) : repeat;
    }

    /** Takes as many bytes of the set as there are: an automaton can, as one byte ahead tells where they end. */
    private static Node possessive(Node.Bytes bytes, int min, int max) {
        Node end = new Node.Ahead(bytes.set().complement(), true);
        if (max == Node.UNBOUNDED) {
            return new Node.Sequence(List.of(new Node.Repeat(bytes, min, max, true), end));
        }
        Node most = new Node.Repeat(bytes, max, max, true);
        if (min == max) {
            return most;
        }
        Node fewer = new Node.Sequence(List.of(new Node.Repeat(bytes, min, max - 1, true), end));
        return new Node.Choice(List.of(most, fewer));
    }

    /** Reads {@code {n}}, {@code {n,}} or {@code {n,m}}; null, and nothing read, where something else stands. */
    int @Nullable [] bounds() {
        int start = in.offset();
        if (in.skip("{")) {
            int min = in.number();
            if (min >= 0) {
                if (in.skip("}")) {
                    return new int[] {min, min};
                }
                if (in.skip(",")) {
                    int max = in.number();
                    if (in.skip("}")) {
                        return new int[] {min, max < 0 ? Node.UNBOUNDED : max};
                    }
                }
            }
        }
        in.moveTo(start);
        return null;
    }
}
