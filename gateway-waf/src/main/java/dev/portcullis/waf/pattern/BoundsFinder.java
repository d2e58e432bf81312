package dev.portcullis.waf.pattern;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the bounds and groups of the preferred match that starts first, without threads. Going forward, the states of
 * {@link OrderedWalker} tell where it ends; going back from there, those of {@link ReverseWalker} tell where it starts and
 * at each place from which instructions its end can be reached. For groups one more pass goes forward from the start and
 * takes, of the ways the pattern prefers, the first that still leads to the end: there is nothing to try out.
 *
 * <p>Only each {@value #BLOCK}th state of the way back is kept; those between are worked out again when the last pass gets
 * there. Immutable but for the states that are shared.
 */
final class BoundsFinder {
    private static final int BLOCK = 512;

    private final Graph graph;
    private final Program program;
    private final boolean[][] accepts;
    private final LazyStates forward;
    private final LazyStates backward;

    BoundsFinder(Program program, PatternLimits limits) {
        this.graph = new Graph(program);
        this.program = program;
        this.accepts = ThreadMachine.tables(program);
        this.forward =
                new LazyStates(graph, () -> new OrderedWalker(graph), limits.maxStateBytes(), limits.stateMemory());
        this.backward =
                new LazyStates(graph, () -> new ReverseWalker(graph), limits.maxStateBytes(), limits.stateMemory());
    }

    /** The way back from the end of a match. */
    private static final class Trail {
        private final int end;
        private final List<LazyStates.Place> blocks = new ArrayList<>();
        private final StateTable.@Nullable State[] path = new StateTable.State[BLOCK + 1];
        private int block = -1;

        private Trail(int end) {
            this.end = end;
        }

        private int upper(int number) {
            return end - number * BLOCK;
        }

        private int lower(int number, int from) {
            return Math.max(from, end - (number + 1) * BLOCK);
        }
    }

    /**
     * Searches {@code value[from, to)} from index {@code at} on; {@code bounds} receives the start and the end of the match
     * and of as many groups as it has room for, -1 for a group that took no part.
     */
    boolean find(byte[] value, int from, int to, int at, int[] bounds, Scratch scratch) {
        int before = at == from ? Automaton.AT_START : graph.kindBefore(forward.inputAt(value, at - 1, to));
        int end = forward.goForward(forward.begin(before), value, at, to);
        if (end < 0) {
            scratch.steps += to - at;
            return false;
        }
        Trail trail = new Trail(end);
        LazyStates.Place place = backward.begin(graph.contextOf(forward.inputAt(value, end, to)));
        int start = -1;
        int lower = end;
        do {
            int number = trail.blocks.size();
            lower = trail.lower(number, from);
            trail.blocks.add(place.copy());
            int first = backward.goBack(place, value, from, to, lower, trail.upper(number), null);
            start = first < 0 ? start : first;
        } while (lower > from && !place.isDead());
        scratch.steps += end - at + end - lower;
        if (start < 0) {
            throw new AssertionError("the end of a match that has no start");
        }
        bounds[0] = start;
        bounds[1] = end;
        if (bounds.length > 2) {
            findGroups(trail, value, from, to, bounds, scratch);
        }
        return true;
    }

    private void findGroups(Trail trail, byte[] value, int from, int to, int[] bounds, Scratch scratch) {
        scratch.prepareWalk(program.size(), bounds.length);
        scratch.slots[0] = bounds[0];
        int pc = program.start();
        int at = bounds[0];
        while (program.op(pc) != Program.MATCH) {
            StateTable.State state = at == trail.end ? null : state(trail, value, from, to, at);
            pc = choose(pc, state, value, from, to, at, scratch, bounds.length);
            if (program.op(pc) == Program.BYTES) {
                pc = program.next(pc);
                at++;
            }
        }
        System.arraycopy(scratch.slots, 0, bounds, 0, bounds.length);
        bounds[1] = at;
    }

    /** The state of a place before the end; places are asked for in order. */
    private StateTable.State state(Trail trail, byte[] value, int from, int to, int at) {
        // A place between two blocks belongs to the later one: where the text begins there is no earlier one.
        int block = (trail.end - 1 - at) / BLOCK;
        int lower = trail.lower(block, from);
        if (trail.block != block) {
            LazyStates.Place place = trail.blocks.get(block).copy();
            backward.goBack(place, value, from, to, lower, trail.upper(block), trail.path);
            trail.block = block;
        }
        return requireNonNull(trail.path[at - lower], "the way back left out a place");
    }

    /**
     * The first instruction, in the order that the pattern prefers, that leads on to the end of the match: one that consumes
     * the next byte and is in the state, or, where that is null, the end.
     */
    private int choose(
            int entry,
            StateTable.@Nullable State state,
            byte[] value,
            int from,
            int to,
            int at,
            Scratch scratch,
            int slots) {
        scratch.newPlace();
        int depth = 0;
        int pc = entry;
        while (true) {
            boolean goesOn = false;
            if (scratch.visit(pc)) {
                scratch.steps++;
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
                        if (state == null) {
                            return pc;
                        }
                    }
                    case Program.BYTES -> {
                        if (state != null && state.has(pc)) {
                            return pc;
                        }
                    }
                    default -> {
                        // FAIL leads nowhere
                    }
                }
            }
            while (!goesOn) {
                if (depth == 0) {
                    throw new AssertionError("no way leads to the match");
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
