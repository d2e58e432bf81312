package dev.portcullis.waf.pattern;

import java.util.Arrays;

/**
 * Runs a program as PCRE does, one way after the other, for what no automaton can do: look-around, back references and
 * atomic groups. The alternatives still open lie on an explicit stack; the steps and the stack are bounded.
 */
final class BacktrackingMachine {
    /** The most entries on the stack, four bytes each. */
    static final int MAX_STACK = 1 << 20;

    private static final int POINT = 0;
    private static final int SLOT = 1;
    private static final int PART = 2;
    private static final int ENTRY = 3;

    private static final byte[] FOLD = fold();

    private final Program program;
    private final int slotCount;
    private final boolean anchored;
    private final boolean canBeEmpty;
    private final boolean[] first;

    BacktrackingMachine(Program program, int groups) {
        this.program = program;
        this.slotCount = 2 * (groups + 1);
        ProgramStart start = ProgramStart.of(program);
        this.anchored = start.anchored();
        this.canBeEmpty = start.canBeEmpty();
        this.first = start.table();
    }

    private static byte[] fold() {
        byte[] fold = new byte[256];
        for (int v = 0; v < 256; v++) {
            fold[v] = (byte) (ByteSet.UPPER.contains(v) ? v + 32 : v);
        }
        return fold;
    }

    /** As {@link ThreadMachine#find}, in at most the given number of steps. */
    Finding find(byte[] value, int from, int to, int at, int[] bounds, Scratch scratch, long maxSteps) {
        Run run = new Run(value, from, to, scratch, maxSteps);
        Finding finding = Finding.NOT_FOUND;
        for (int i = at; i <= to && finding == Finding.NOT_FOUND; i++) {
            if (anchored && i > from) {
                break;
            }
            if (canBeEmpty || (i < to && first[value[i] & 0xFF])) {
                finding = run.matchAt(i);
            }
        }
        if (finding == Finding.FOUND) {
            System.arraycopy(run.slots, 0, bounds, 0, Math.min(bounds.length, slotCount));
            if (bounds.length > slotCount) {
                Arrays.fill(bounds, slotCount, bounds.length, -1);
            }
        }
        scratch.steps += run.steps;
        return finding;
    }

    private final class Run {
        private final byte[] value;
        private final int from;
        private final int to;
        private final Scratch scratch;
        private final long maxSteps;
        private final int[] slots = new int[slotCount];
        private long steps;
        private int depth;
        /** The stack's index of the innermost open part; -1 without one. */
        private int part;

        Run(byte[] value, int from, int to, Scratch scratch, long maxSteps) {
            this.value = value;
            this.from = from;
            this.to = to;
            this.scratch = scratch;
            this.maxSteps = maxSteps;
        }

        Finding matchAt(int start) {
            Arrays.fill(slots, -1);
            depth = 0;
            part = -1;
            int pc = program.start();
            int i = start;
            while (true) {
                if (++steps > maxSteps || depth > MAX_STACK) {
                    return Finding.BUDGET_EXCEEDED;
                }
                boolean alive = true;
                switch (program.op(pc)) {
                    case Program.BYTES -> {
                        alive = i < to && program.set(pc).contains(value[i] & 0xFF);
                        i++;
                        pc = program.next(pc);
                    }
                    case Program.SPLIT -> {
                        push(POINT, program.other(pc), i);
                        pc = program.next(pc);
                    }
                    case Program.SAVE -> {
                        push(SLOT, program.arg(pc), slots[program.arg(pc)]);
                        slots[program.arg(pc)] = i;
                        pc = program.next(pc);
                    }
                    case Program.AT -> {
                        alive = Anchor.of(program.arg(pc)).holds(value, from, to, i);
                        pc = program.next(pc);
                    }
                    case Program.AHEAD, Program.AHEAD_OR_END -> {
                        alive = i < to
                                ? program.set(pc).contains(value[i] & 0xFF)
                                : program.op(pc) == Program.AHEAD_OR_END;
                        pc = program.next(pc);
                    }
                    case Program.MATCH -> {
                        slots[0] = start;
                        slots[1] = i;
                        return Finding.FOUND;
                    }
                    case Program.LOOK, Program.LOOK_NOT, Program.ATOMIC -> {
                        // Three words of the instruction, the place and the part around it.
                        push(part, pc, i);
                        push(PART, pc, i);
                        part = depth - ENTRY;
                        pc = program.arg(pc);
                    }
                    case Program.PART_END -> {
                        int begun = part;
                        int opener = scratch.stack[begun + 1];
                        int startOfPart = scratch.stack[begun + 2];
                        steps += (depth - begun) / ENTRY;
                        if (program.op(opener) == Program.LOOK_NOT) {
                            unwindTo(begun);
                            alive = false;
                        } else {
                            closePart(begun);
                            if (program.op(opener) == Program.LOOK) {
                                i = startOfPart;
                                pc = program.next(opener);
                            } else {
                                pc = i == startOfPart ? program.other(opener) : program.next(opener);
                            }
                        }
                    }
                    case Program.BACK -> {
                        i -= program.arg(pc);
                        alive = i >= from;
                        pc = program.next(pc);
                    }
                    case Program.REFERENCE, Program.REFERENCE_IGNORING_CASE -> {
                        int length = referenceLength(program.arg(pc), i, program.op(pc) != Program.REFERENCE);
                        alive = length >= 0;
                        i += Math.max(length, 0);
                        pc = length == 0 ? program.other(pc) : program.next(pc);
                    }
                    default -> alive = false;
                }
                if (!alive) {
                    pc = backtrack();
                    if (pc < 0) {
                        return steps > maxSteps ? Finding.BUDGET_EXCEEDED : Finding.NOT_FOUND;
                    }
                    i = place;
                }
            }
        }

        private int place;

        /** Takes up the latest alternative; gives its instruction, -1 if none is left. */
        private int backtrack() {
            while (depth > 0) {
                steps++;
                depth -= ENTRY;
                int kind = scratch.stack[depth];
                int a = scratch.stack[depth + 1];
                int b = scratch.stack[depth + 2];
                if (kind == POINT) {
                    place = b;
                    return a;
                } else if (kind == SLOT) {
                    slots[a] = b;
                } else {
                    // The part did not match: that is what a negative look wants.
                    depth -= ENTRY;
                    part = scratch.stack[depth];
                    if (program.op(a) == Program.LOOK_NOT) {
                        place = b;
                        return program.next(a);
                    }
                }
            }
            return -1;
        }

        /** Undoes all since the part was begun, and the part itself. */
        private void unwindTo(int begun) {
            while (depth > begun + ENTRY) {
                depth -= ENTRY;
                if (scratch.stack[depth] == SLOT) {
                    slots[scratch.stack[depth + 1]] = scratch.stack[depth + 2];
                }
            }
            depth = begun - ENTRY;
            part = scratch.stack[depth];
        }

        /** Drops the alternatives inside the part, but keeps what restores the slots it set. */
        private void closePart(int begun) {
            int kept = begun - ENTRY;
            part = scratch.stack[kept];
            for (int e = begun + ENTRY; e < depth; e += ENTRY) {
                if (scratch.stack[e] == SLOT) {
                    System.arraycopy(scratch.stack, e, scratch.stack, kept, ENTRY);
                    kept += ENTRY;
                }
            }
            depth = kept;
        }

        private int referenceLength(int group, int at, boolean ignoreCase) {
            int start = slots[2 * group];
            int end = slots[2 * group + 1];
            if (start < 0 || end < 0 || end - start > to - at) {
                return -1;
            }
            steps += end - start;
            for (int d = 0; d < end - start; d++) {
                byte a = value[start + d];
                byte b = value[at + d];
                if (a != b && !(ignoreCase && FOLD[a & 0xFF] == FOLD[b & 0xFF])) {
                    return -1;
                }
            }
            return end - start;
        }

        private void push(int a, int b, int c) {
            if (depth + ENTRY > scratch.stack.length) {
                scratch.growStack();
            }
            scratch.stack[depth] = a;
            scratch.stack[depth + 1] = b;
            scratch.stack[depth + 2] = c;
            depth += ENTRY;
        }
    }
}
