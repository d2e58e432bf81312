package dev.portcullis.waf.pattern;

import java.util.Arrays;

/**
 * Runs a program over a text with one thread for each instruction that is reached (Pike's machine): time in the order
 * of program size times length of the text, memory in the order of program size times the slots asked for, whatever
 * the text. The bounds and groups are those of the preferred match that starts first.
 */
final class ThreadMachine {
    private final Program program;
    private final boolean[][] accepts;
    private final boolean anchored;
    private final boolean[] first;
    private final boolean canBeEmpty;

    ThreadMachine(Program program) {
        this.program = program;
        this.accepts = tables(program);
        ProgramStart start = ProgramStart.of(program);
        this.anchored = start.anchored();
        this.canBeEmpty = start.canBeEmpty();
        this.first = start.table();
    }

    /** For each set of the program the bytes that it holds. */
    static boolean[][] tables(Program program) {
        boolean[][] tables = new boolean[program.sets().size()][];
        for (int i = 0; i < tables.length; i++) {
            tables[i] = ProgramStart.table(program.sets().get(i));
        }
        return tables;
    }

    Program program() {
        return program;
    }

    /**
     * Searches {@code value[from, to)}, starting at index {@code at}. Where {@code bounds} is empty the search ends
     * at the first sign of a match; else it receives the start and the end of the match and of as many groups as it
     * has room for, -1 for a group that took no part.
     */
    boolean find(byte[] value, int from, int to, int at, int[] bounds, Scratch scratch) {
        int slotCount = bounds.length;
        scratch.prepare(program.size(), slotCount);
        boolean matched = false;
        for (int i = at; ; i++) {
            if (scratch.current.size() == 0) {
                if (matched || (anchored && i > from)) {
                    break;
                }
                if (!canBeEmpty) {
                    while (i < to && !first[value[i] & 0xFF]) {
                        i++;
                    }
                    if (i == to || (anchored && i > from)) {
                        break;
                    }
                }
            }
            if (!matched && (!anchored || i == from)) {
                Arrays.fill(scratch.slots, 0, slotCount, -1);
                if (slotCount > 0) {
                    scratch.slots[0] = i;
                }
                if (add(scratch.current, program.start(), value, from, to, i, scratch, slotCount) && slotCount == 0) {
                    return true;
                }
            }
            int b = i < to ? value[i] & 0xFF : -1;
            scratch.steps += scratch.current.size();
            for (int t = 0; t < scratch.current.size(); t++) {
                int pc = scratch.current.pc(t);
                byte op = program.op(pc);
                if (op == Program.MATCH) {
                    scratch.current.loadSlots(t, bounds);
                    bounds[1] = i;
                    matched = true;
                    break;
                }
                if (op == Program.BYTES && b >= 0 && accepts[program.arg(pc)][b]) {
                    if (slotCount > 0) {
                        scratch.current.loadSlots(t, scratch.slots);
                    }
                    if (add(scratch.following, program.next(pc), value, from, to, i + 1, scratch, slotCount)
                            && slotCount == 0) {
                        return true;
                    }
                }
            }
            scratch.swap();
            scratch.following.clear();
            if (b < 0) {
                break;
            }
        }
        return matched;
    }

    /** Adds a thread and all it leads to without consuming; gives whether the match instruction is reached. */
    private boolean add(
            Scratch.Threads threads, int entry, byte[] value, int from, int to, int at, Scratch scratch, int slots) {
        int depth = 0;
        int pc = entry;
        boolean match = false;
        while (true) {
            boolean goesOn = false;
            if (!threads.contains(pc)) {
                int index = threads.add(pc);
                switch (program.op(pc)) {
                    case Program.SPLIT -> {
                        depth = scratch.push(depth, program.other(pc));
                        pc = program.next(pc);
                        goesOn = true;
                    }
                    case Program.SAVE -> {
                        int slot = program.arg(pc);
                        if (slot < slots) {
                            depth = scratch.push(depth, scratch.slots[slot]);
                            depth = scratch.push(depth, ~slot);
                            scratch.slots[slot] = at;
                        }
                        pc = program.next(pc);
                        goesOn = true;
                    }
                    case Program.AT -> {
                        if (Anchor.of(program.arg(pc)).holds(value, from, to, at)) {
                            pc = program.next(pc);
                            goesOn = true;
                        }
                    }
                    case Program.AHEAD, Program.AHEAD_OR_END -> {
                        boolean holds = at < to
                                ? accepts[program.arg(pc)][value[at] & 0xFF]
                                : program.op(pc) == Program.AHEAD_OR_END;
                        if (holds) {
                            pc = program.next(pc);
                            goesOn = true;
                        }
                    }
                    case Program.MATCH -> {
                        match = true;
                        threads.keepSlots(index, scratch.slots);
                    }
                    case Program.BYTES -> threads.keepSlots(index, scratch.slots);
                    default -> {
                        // FAIL ends the thread
                    }
                }
            }
            while (!goesOn) {
                if (depth == 0) {
                    return match;
                }
                pc = scratch.stack[--depth];
                if (pc >= 0) {
                    goesOn = true;
                } else {
                    scratch.slots[~pc] = scratch.stack[--depth];
                }
            }
        }
    }
}
