package dev.portcullis.waf.pattern;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Goes through the states of an automaton: from a set of instructions over an input to the next set (the subset
 * construction, one step at a time). A set holds the instructions that consume a byte and the anchors that wait for
 * the next input; what every place begins anew is left out of it. One step costs at most the order of the program's
 * size. Holds working memory, so it belongs to one thread at a time.
 */
final class SetWalker {
    /** Instead of a context: a match is reached. */
    static final int MATCHED = -1;

    private static final BitSet NOTHING = new BitSet();
    private static final int[] REACHES_MATCH = {};
    private static final int[] NOT_BEGUN = {};

    private final Automaton automaton;
    private final Program program;
    private final int[] mark;
    private int generation;
    private int[] stack = new int[64];
    private boolean matched;

    /** The set that is being built. */
    private int[] out = new int[16];

    private int size;

    /** The set being left, with its anchors resolved. */
    private int[] resolved = new int[16];

    /** What the instructions begun anew in a context lead to over an input. */
    private final int[][] startSteps;

    /** Instructions looked at, for tests and budgets. */
    private long work;

    SetWalker(Automaton automaton) {
        this.automaton = automaton;
        this.program = automaton.program();
        this.mark = new int[program.size()];
        this.startSteps = new int[Automaton.CONTEXTS * automaton.classes().inputs()][];
    }

    /** Goes to the start of the text; gives its context, or {@link #MATCHED}. */
    int begin() {
        newGeneration();
        size = 0;
        matched = false;
        walk(program.start(), Automaton.AT_START, NOTHING);
        return matched ? MATCHED : Automaton.AT_START;
    }

    /**
     * Goes from a set in a context over an input; gives the next context, or {@link #MATCHED} if a match ends before
     * or behind the input. Over the end of the text the next set is empty.
     */
    int step(int[] set, int setSize, int context, int input) {
        if ((context & Automaton.AT_START) != 0) {
            return go(set, setSize, context, input, NOT_BEGUN);
        }
        int index = context * automaton.classes().inputs() + input;
        int[] begun = startSteps[index];
        if (begun == null) {
            // The set may be the one that was built last, and is about to be overwritten.
            int[] kept = Arrays.copyOf(set, setSize);
            int[] starts = automaton.starts(context);
            begun = go(starts, starts.length, context, input, NOT_BEGUN) == MATCHED
                    ? REACHES_MATCH
                    : Arrays.copyOf(out, size);
            startSteps[index] = begun;
            return begun == REACHES_MATCH ? MATCHED : go(kept, setSize, context, input, begun);
        }
        return begun == REACHES_MATCH ? MATCHED : go(set, setSize, context, input, begun);
    }

    private int go(int[] set, int setSize, int context, int input, int[] starts) {
        ByteClasses classes = automaton.classes();
        matched = false;
        int resolvedSize = resolve(set, setSize, context, input);
        if (matched) {
            return MATCHED;
        }
        newGeneration();
        size = 0;
        if (input == classes.end()) {
            return 0;
        }
        int next = (classes.isLineFeed(input) ? Automaton.AFTER_LINE_FEED : 0)
                | (classes.isWord(input) ? Automaton.AFTER_WORD : 0);
        BitSet begun = automaton.begun(next);
        for (int i = 0; i < resolvedSize; i++) {
            int pc = resolved[i];
            if (automaton.accepts(pc, input)) {
                walk(program.next(pc), next, begun);
                if (matched) {
                    return MATCHED;
                }
            }
        }
        for (int pc : starts) {
            if (mark[pc] != generation) {
                mark[pc] = generation;
                addOut(pc);
            }
        }
        work += setSize + resolvedSize + size;
        return next & (automaton.neededByStarts() | neededContext());
    }

    /** Replaces the anchors of the set by what they lead to between the context and the input. */
    private int resolve(int[] set, int setSize, int context, int input) {
        newGeneration();
        int count = 0;
        for (int i = 0; i < setSize; i++) {
            int depth = 0;
            int pc = set[i];
            while (true) {
                boolean goesOn = false;
                if (mark[pc] != generation) {
                    mark[pc] = generation;
                    switch (program.op(pc)) {
                        case Program.BYTES -> {
                            if (count == resolved.length) {
                                resolved = Arrays.copyOf(resolved, count * 2);
                            }
                            resolved[count++] = pc;
                        }
                        case Program.SPLIT -> {
                            depth = push(depth, program.other(pc));
                            pc = program.next(pc);
                            goesOn = true;
                        }
                        case Program.AT -> {
                            if (automaton.classes().holds(Anchor.of(program.arg(pc)), context, input)) {
                                pc = program.next(pc);
                                goesOn = true;
                            }
                        }
                        case Program.AHEAD, Program.AHEAD_OR_END -> {
                            boolean holds = input == automaton.classes().end()
                                    ? program.op(pc) == Program.AHEAD_OR_END
                                    : automaton.accepts(pc, input);
                            if (holds) {
                                pc = program.next(pc);
                                goesOn = true;
                            }
                        }
                        case Program.MATCH -> matched = true;
                        default -> {
                            // leads nowhere
                        }
                    }
                }
                if (!goesOn) {
                    if (depth == 0) {
                        break;
                    }
                    pc = stack[--depth];
                }
            }
        }
        return count;
    }

    /** Builds the set that one instruction leads to without consuming, and notes all instructions on the way. */
    void walkFrom(int entry, int context, BitSet reached) {
        newGeneration();
        size = 0;
        matched = false;
        walk(entry, context, NOTHING);
        for (int pc = 0; pc < mark.length; pc++) {
            if (mark[pc] == generation) {
                reached.set(pc);
            }
        }
    }

    /** Adds what the instruction leads to without consuming; anchors that need the next input are kept. */
    private void walk(int entry, int context, BitSet skip) {
        int depth = 0;
        int pc = entry;
        while (true) {
            boolean goesOn = false;
            if (mark[pc] != generation && !skip.get(pc)) {
                mark[pc] = generation;
                switch (program.op(pc)) {
                    case Program.BYTES, Program.AHEAD, Program.AHEAD_OR_END -> addOut(pc);
                    case Program.SPLIT -> {
                        depth = push(depth, program.other(pc));
                        pc = program.next(pc);
                        goesOn = true;
                    }
                    case Program.AT -> {
                        int anchor = program.arg(pc);
                        boolean start = (context & Automaton.AT_START) != 0;
                        if (anchor == Anchor.TEXT_START.code() || (anchor == Anchor.LINE_START.code() && start)) {
                            if (start) {
                                pc = program.next(pc);
                                goesOn = true;
                            }
                        } else if (anchor != Anchor.LINE_START.code() || (context & Automaton.AFTER_LINE_FEED) != 0) {
                            addOut(pc);
                        }
                    }
                    case Program.MATCH -> matched = true;
                    default -> {
                        // leads nowhere
                    }
                }
            }
            if (!goesOn) {
                if (depth == 0) {
                    return;
                }
                pc = stack[--depth];
            }
        }
    }

    private void newGeneration() {
        if (++generation == Integer.MAX_VALUE) {
            Arrays.fill(mark, 0);
            generation = 1;
        }
    }

    private int push(int depth, int pc) {
        if (depth == stack.length) {
            stack = Arrays.copyOf(stack, depth * 2);
        }
        stack[depth] = pc;
        return depth + 1;
    }

    private void addOut(int pc) {
        if (size == out.length) {
            out = Arrays.copyOf(out, size * 2);
        }
        out[size++] = pc;
    }

    /** The bits of the context that the anchors of the current set can ask for. */
    int neededContext() {
        if (automaton.neededByAnchors() == 0) {
            return 0;
        }
        for (int i = 0; i < size; i++) {
            if (program.op(out[i]) != Program.BYTES) {
                return automaton.neededByAnchors();
            }
        }
        return 0;
    }

    /** How many instructions all steps so far looked at. */
    long work() {
        return work;
    }

    /** The number of instructions in the current set. */
    int size() {
        return size;
    }

    /** The current set, sorted; a copy. */
    int[] set() {
        int[] set = Arrays.copyOf(out, size);
        Arrays.sort(set);
        return set;
    }

    /** The current set in the order in which it was found; valid until the next step, the array may be longer. */
    int[] current() {
        return out;
    }
}
