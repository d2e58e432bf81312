package dev.portcullis.waf.pattern;

import java.util.BitSet;

/**
 * A program seen as a finite automaton that looks for a match anywhere in a text. Its states are sets of instructions;
 * {@link SetWalker} goes from one to the next. Immutable.
 */
final class Automaton {
    /** Bits of a context, which says what lies before a place. */
    static final int AFTER_LINE_FEED = 1;

    static final int AFTER_WORD = 2;
    static final int AT_START = 4;

    /** The number of contexts other than the start. */
    static final int CONTEXTS = 4;

    private final Program program;
    private final ByteClasses classes;
    private final long[] accepts;
    private final int words;
    private final boolean anchored;
    private final boolean hasLineStart;
    private final boolean hasWordAnchor;

    /** The instructions that a place begins anew: elsewhere, and behind a line feed. */
    private final BitSet[] begun = {new BitSet(), new BitSet()};

    private final int[][] starts = new int[2][];
    private final int neededByStarts;

    Automaton(Program program) {
        this.program = program;
        this.classes = ByteClasses.of(program);
        this.words = (classes.inputs() + 63) >>> 6;
        this.accepts = new long[program.sets().size() * words];
        for (int s = 0; s < program.sets().size(); s++) {
            for (int c = 0; c < classes.end(); c++) {
                if (program.sets().get(s).contains(classes.example(c))) {
                    accepts[s * words + (c >>> 6)] |= 1L << c;
                }
            }
        }
        this.hasLineStart = hasAnchor(Anchor.LINE_START);
        this.hasWordAnchor = hasAnchor(Anchor.WORD_BOUNDARY) || hasAnchor(Anchor.NOT_WORD_BOUNDARY);
        this.anchored = ProgramStart.of(program).anchored();
        SetWalker walker = new SetWalker(this);
        int needed = 0;
        for (int i = 0; i < 2; i++) {
            int context = i == 1 ? AFTER_LINE_FEED : 0;
            if (!anchored) {
                walker.walkFrom(program.start(), context, begun[i]);
            }
            starts[i] = walker.set();
            needed |= walker.neededContext();
        }
        if (!begun[0].equals(begun[1])) {
            needed |= AFTER_LINE_FEED;
        }
        this.neededByStarts = needed;
    }

    private boolean hasAnchor(Anchor anchor) {
        for (int pc = 0; pc < program.size(); pc++) {
            if (program.op(pc) == Program.AT && program.arg(pc) == anchor.code()) {
                return true;
            }
        }
        return false;
    }

    Program program() {
        return program;
    }

    ByteClasses classes() {
        return classes;
    }

    /** Whether a match can only begin at the start of the text. */
    boolean isAnchored() {
        return anchored;
    }

    /** Whether the instruction, which consumes a byte, accepts the input. */
    boolean accepts(int pc, int input) {
        return (accepts[program.arg(pc) * words + (input >>> 6)] >>> input & 1) != 0;
    }

    /** The instructions that a place in the context begins anew, and those on the way to them. */
    BitSet begun(int context) {
        return begun[context & AFTER_LINE_FEED];
    }

    /** The instructions that consume or wait for an input, of those that a place in the context begins anew. */
    int[] starts(int context) {
        return starts[context & AFTER_LINE_FEED];
    }

    /** The bits of a context that matter to what every place begins anew. */
    int neededByStarts() {
        return neededByStarts;
    }

    /** The bits of a context that can matter to an anchor of the program. */
    int neededByAnchors() {
        return (hasLineStart ? AFTER_LINE_FEED : 0) | (hasWordAnchor ? AFTER_WORD : 0);
    }
}
