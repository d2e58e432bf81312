package dev.portcullis.waf.pattern;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Goes back from the end of a match. A state says from which instructions that consume the byte behind a place that end can
 * still be reached. One step costs at most the order of the program's size. Holds working memory, so it
 * belongs to one thread at a time.
 */
final class ReverseWalker implements StateWalker {
    /** Contexts are counted in twos; the odd ones are those of the end of the match. */
    private static final int FRESH = 2;

    private static final BitSet NOTHING = new BitSet();
    private static final int[] NO_INSTRUCTIONS = {};

    private final Graph graph;
    private final Program program;
    private final int[] mark;
    private int generation;
    private int[] stack = new int[64];
    private int[] out = new int[16];
    private int size;
    private boolean starts;
    private int next;

    /** For each context and kind of place before, the instructions from which a match is reached without consuming. */
    private final @Nullable BitSet[] ends;

    /** For each context and input, those that consume the input and lead to one of these. */
    private final int[] @Nullable [] endSteps;

    private long work;

    ReverseWalker(Graph graph) {
        this.graph = graph;
        this.program = graph.program();
        this.mark = new int[program.size()];
        this.ends = new BitSet[graph.contexts() * Graph.KINDS_BEFORE];
        this.endSteps = new int[graph.contexts() * graph.inputs()][];
    }

    /** The state of the end of a match, behind which the context lies. */
    @Override
    public StateTable.State begin(int context) {
        return new StateTable.State(FRESH * context + 1, NO_INSTRUCTIONS);
    }

    /** Goes over the input before the place; {@link #isFlagged()} then says whether a match starts at the place left. */
    @Override
    public void step(StateTable.State from, int input) {
        int context = from.context() / FRESH;
        int kind = graph.kindBefore(input);
        boolean fresh = from.context() % FRESH != 0;
        BitSet reached = fresh ? ends(context, kind) : NOTHING;
        int[] begun = fresh ? begun(reached, context, input) : NO_INSTRUCTIONS;
        newGeneration();
        size = 0;
        starts = reached.get(program.start());
        for (int pc : begun) {
            mark[pc] = generation;
            addOut(pc);
        }
        for (int pc : from.set()) {
            walk(pc, kind, context, input);
        }
        work += from.set().length + size;
        next = FRESH * graph.contextOf(input);
    }

    private int[] begun(BitSet reached, int context, int input) {
        int index = context * graph.inputs() + input;
        int[] known = endSteps[index];
        if (known == null) {
            known = begin(reached, input);
            endSteps[index] = known;
        }
        return known;
    }

    private BitSet ends(int context, int kind) {
        BitSet known = ends[context * Graph.KINDS_BEFORE + kind];
        if (known != null) {
            return known;
        }
        BitSet reached = new BitSet();
        newGeneration();
        size = 0;
        for (int pc = 0; pc < program.size(); pc++) {
            if (program.op(pc) == Program.MATCH) {
                walk(pc, kind, context, -1);
            }
        }
        for (int pc = 0; pc < mark.length; pc++) {
            if (mark[pc] == generation) {
                reached.set(pc);
            }
        }
        ends[context * Graph.KINDS_BEFORE + kind] = reached;
        return reached;
    }

    private int[] begin(BitSet reached, int input) {
        if (input == graph.classes().end()) {
            return NO_INSTRUCTIONS;
        }
        newGeneration();
        size = 0;
        for (int pc = reached.nextSetBit(0); pc >= 0; pc = reached.nextSetBit(pc + 1)) {
            consume(pc, input);
        }
        return Arrays.copyOf(out, size);
    }

    /** Adds what leads to the instruction: on the way without consuming, then over the input, if there is one. */
    private void walk(int entry, int kind, int context, int input) {
        int depth = 0;
        int pc = entry;
        boolean consumes = input >= 0 && input != graph.classes().end();
        while (true) {
            starts |= pc == program.start();
            if (consumes) {
                consume(pc, input);
            }
            int to = graph.firstWay(pc + 1);
            for (int i = graph.firstWay(pc); i < to; i++) {
                int way = graph.way(i);
                if (mark[way] != generation && graph.holdsIn(way, kind, context)) {
                    mark[way] = generation;
                    if (depth == stack.length) {
                        stack = Arrays.copyOf(stack, depth * 2);
                    }
                    stack[depth++] = way;
                }
            }
            if (input < 0) {
                mark[pc] = generation;
            }
            if (depth == 0) {
                return;
            }
            pc = stack[--depth];
        }
    }

    private void consume(int pc, int input) {
        int to = graph.firstConsumed(pc + 1);
        for (int i = graph.firstConsumed(pc); i < to; i++) {
            int before = graph.consumed(i);
            if (mark[before] != generation && graph.accepts(before, input)) {
                mark[before] = generation;
                addOut(before);
            }
        }
    }

    private void newGeneration() {
        if (++generation == Integer.MAX_VALUE) {
            Arrays.fill(mark, 0);
            generation = 1;
        }
    }

    private void addOut(int pc) {
        if (size == out.length) {
            out = Arrays.copyOf(out, size * 2);
        }
        out[size++] = pc;
    }

    @Override
    public boolean isFlagged() {
        return starts;
    }

    @Override
    public boolean isDead() {
        return size == 0;
    }

    @Override
    public StateTable.State state() {
        int[] set = Arrays.copyOf(out, size);
        Arrays.sort(set);
        return new StateTable.State(next, set);
    }

    @Override
    public long work() {
        return work;
    }
}
