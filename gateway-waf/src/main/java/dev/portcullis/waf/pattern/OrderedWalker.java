package dev.portcullis.waf.pattern;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Goes forward to the end of the preferred match that starts first. A state is a list of instructions in the order in which
 * the pattern prefers them, each as one thread; what stands behind the end of a match is cut off. Where a place begins a
 * match anew stands last and is left out. One step costs at most the order of the program's size. Holds working memory, so
 * it belongs to one thread at a time.
 */
final class OrderedWalker implements StateWalker {
    /** A bit of a context: a match has been found, so that none that starts later counts. */
    private static final int MATCHED = 8;

    private static final int[] NO_INSTRUCTIONS = {};

    private final Graph graph;
    private final Program program;
    private final int[] mark;
    private int generation;
    private int[] stack = new int[64];
    private int[] out = new int[16];
    private int size;
    private int[] resolved = new int[16];
    private int resolvedSize;
    private boolean flagged;
    private boolean over;
    private int next;

    /** What the instructions that a place in a context begins anew lead to over an input. */
    private final @Nullable Begun[] begun;

    private final boolean startsNeedContext;
    private long work;

    /** Where a match begins: what one step leads to, and whether a match ended before it. */
    private static final class Begun {
        final int[] list;
        final boolean flagged;

        Begun(int[] list, boolean flagged) {
            this.list = list;
            this.flagged = flagged;
        }
    }

    OrderedWalker(Graph graph) {
        this.graph = graph;
        this.program = graph.program();
        this.mark = new int[program.size()];
        this.begun = new Begun[Automaton.CONTEXTS * graph.inputs()];
        this.startsNeedContext = startsNeedContext();
    }

    @Override
    public StateTable.State begin(int context) {
        if (context != Automaton.AT_START) {
            int needed = startsNeedContext ? context & graph.conditionsBefore() : 0;
            return new StateTable.State(needed, NO_INSTRUCTIONS);
        }
        newGeneration();
        size = 0;
        boolean matches = follow(program.start(), Automaton.AT_START);
        return new StateTable.State(Automaton.AT_START | (matches ? MATCHED : 0), Arrays.copyOf(out, size));
    }

    /** Goes over the input behind the place; {@link #isFlagged()} then says whether a match ends at the place left. */
    @Override
    public void step(StateTable.State from, int input) {
        int before = from.context() & ~MATCHED;
        next = graph.kindBefore(input) & graph.conditionsBefore();
        Begun anew = null;
        if (from.context() < Automaton.AT_START && !graph.isAnchored()) {
            anew = begun(before, input);
        }
        go(from.set(), before, input);
        if (anew != null && !over) {
            for (int pc : anew.list) {
                if (mark[pc] != generation) {
                    mark[pc] = generation;
                    addOut(pc);
                }
            }
            flagged = anew.flagged;
            over = flagged || (size > 0 && program.op(out[size - 1]) == Program.MATCH);
        }
        over |= from.context() != before || input == graph.classes().end();
        work += from.set().length + size;
    }

    private Begun begun(int context, int input) {
        int index = context * graph.inputs() + input;
        Begun known = begun[index];
        if (known == null) {
            newGeneration();
            size = 0;
            follow(program.start(), context);
            go(Arrays.copyOf(out, size), context, input);
            known = new Begun(Arrays.copyOf(out, size), flagged);
            begun[index] = known;
        }
        return known;
    }

    /** Goes from a list over an input, up to the end of a match. */
    private void go(int[] list, int context, int input) {
        flagged = resolve(list, context, input);
        over = flagged;
        newGeneration();
        size = 0;
        if (input == graph.classes().end()) {
            return;
        }
        int after = graph.kindBefore(input);
        for (int i = 0; i < resolvedSize; i++) {
            int pc = resolved[i];
            if (graph.accepts(pc, input) && follow(program.next(pc), after)) {
                over = true;
                return;
            }
        }
    }

    /** Replaces conditions of the list by what they lead to; gives whether a match ends there, and stops at it. */
    private boolean resolve(int[] list, int context, int input) {
        newGeneration();
        resolvedSize = 0;
        for (int entry : list) {
            int depth = 0;
            int pc = entry;
            while (pc >= 0) {
                int to = -1;
                if (mark[pc] != generation) {
                    mark[pc] = generation;
                    switch (program.op(pc)) {
                        case Program.BYTES -> {
                            if (resolvedSize == resolved.length) {
                                resolved = Arrays.copyOf(resolved, resolvedSize * 2);
                            }
                            resolved[resolvedSize++] = pc;
                        }
                        case Program.SPLIT -> {
                            depth = push(depth, program.other(pc));
                            to = program.next(pc);
                        }
                        case Program.SAVE -> to = program.next(pc);
                        case Program.AT, Program.AHEAD, Program.AHEAD_OR_END ->
                            to = graph.holds(pc, context, input) ? program.next(pc) : -1;
                        case Program.MATCH -> {
                            return true;
                        }
                        default -> {
                            // leads nowhere
                        }
                    }
                }
                pc = to >= 0 || depth == 0 ? to : stack[--depth];
            }
        }
        return false;
    }

    /** Adds what the instruction leads to without consuming, up to the end of a match; gives whether there is one. */
    private boolean follow(int entry, int context) {
        int depth = 0;
        int pc = entry;
        while (pc >= 0) {
            int to = -1;
            if (mark[pc] != generation) {
                mark[pc] = generation;
                switch (program.op(pc)) {
                    case Program.BYTES, Program.AHEAD, Program.AHEAD_OR_END -> addOut(pc);
                    case Program.SPLIT -> {
                        depth = push(depth, program.other(pc));
                        to = program.next(pc);
                    }
                    case Program.SAVE -> to = program.next(pc);
                    case Program.AT -> to = followCondition(pc, context);
                    case Program.MATCH -> {
                        addOut(pc);
                        return true;
                    }
                    default -> {
                        // leads nowhere
                    }
                }
            }
            pc = to >= 0 || depth == 0 ? to : stack[--depth];
        }
        return false;
    }

    /** What follows a condition that is known to hold, else -1; adds one that has to wait for the next input. */
    private int followCondition(int pc, int context) {
        boolean start = (context & Automaton.AT_START) != 0;
        int anchor = program.arg(pc);
        if (anchor == Anchor.TEXT_START.code() || (anchor == Anchor.LINE_START.code() && start)) {
            return start ? program.next(pc) : -1;
        }
        if (anchor != Anchor.LINE_START.code() || (context & Automaton.AFTER_LINE_FEED) != 0) {
            addOut(pc);
        }
        return -1;
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

    /** Whether what a place begins depends on what lies before it. */
    private boolean startsNeedContext() {
        newGeneration();
        size = 0;
        follow(program.start(), 0);
        int elsewhere = size;
        newGeneration();
        size = 0;
        follow(program.start(), Automaton.AFTER_LINE_FEED | Automaton.AFTER_WORD);
        return size != elsewhere || holdsCondition();
    }

    private boolean holdsCondition() {
        for (int i = 0; i < size; i++) {
            byte op = program.op(out[i]);
            if (op != Program.BYTES && op != Program.MATCH) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isFlagged() {
        return flagged;
    }

    @Override
    public boolean isDead() {
        return size == 0 && (over || graph.isAnchored());
    }

    @Override
    public StateTable.State state() {
        int needed = (!over && startsNeedContext) || holdsCondition() ? next : 0;
        return new StateTable.State(needed | (over ? MATCHED : 0), Arrays.copyOf(out, size));
    }

    @Override
    public long work() {
        return work;
    }
}
