package dev.portcullis.waf.pattern;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/**
 * How matches of a program can begin.
 *
 * @param firstBytes the bytes a match can begin with
 * @param canBeEmpty whether a match may need no byte at all, as far as can be told
 * @param anchored whether every match begins at the start of the text
 */
record ProgramStart(ByteSet firstBytes, boolean canBeEmpty, boolean anchored) {
    static ProgramStart of(Program program) {
        ByteSet bytes = ByteSet.EMPTY;
        boolean canBeEmpty = false;
        boolean anchored = true;
        BitSet seen = new BitSet();
        Deque<Integer> open = new ArrayDeque<>();
        open.push(2 * program.start());
        while (!open.isEmpty()) {
            // Twice the instruction; odd where the way to it went through the start of the text.
            int place = open.pop();
            if (seen.get(place)) {
                continue;
            }
            seen.set(place);
            int pc = place >> 1;
            int behindStart = place & 1;
            switch (program.op(pc)) {
                case Program.BYTES -> {
                    bytes = bytes.union(program.set(pc));
                    anchored &= behindStart == 1;
                }
                case Program.SPLIT -> {
                    open.push(2 * program.other(pc) | behindStart);
                    open.push(2 * program.next(pc) | behindStart);
                }
                case Program.SAVE, Program.AHEAD, Program.AHEAD_OR_END -> open.push(2 * program.next(pc) | behindStart);
                case Program.AT -> {
                    boolean start = program.arg(pc) == Anchor.TEXT_START.code();
                    open.push(2 * program.next(pc) | (start ? 1 : behindStart));
                }
                case Program.FAIL -> {
                    // leads nowhere
                }
                default -> {
                    canBeEmpty = true;
                    anchored &= behindStart == 1;
                }
            }
        }
        return new ProgramStart(bytes, canBeEmpty, anchored);
    }

    /** The first bytes as a table of 256. */
    boolean[] table() {
        return table(firstBytes);
    }

    static boolean[] table(ByteSet set) {
        boolean[] table = new boolean[256];
        for (int v = 0; v < 256; v++) {
            table[v] = set.contains(v);
        }
        return table;
    }
}
