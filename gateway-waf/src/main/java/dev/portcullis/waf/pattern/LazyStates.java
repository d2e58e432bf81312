package dev.portcullis.waf.pattern;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The states that a walker leads to, built when a text first asks for them, for searches that look for places. Known
 * transitions are followed without a lock, new ones are built under one. Where there is no room for another state those
 * that there are are dropped and building goes on from the one at hand; where there is no room for a single one each step
 * is worked out by itself.
 */
final class LazyStates implements StateOwner {
    /** A transition after which nothing can follow; all others are offsets, inverted where the place left is looked for. */
    private static final int DEAD = Integer.MAX_VALUE;

    private final Supplier<StateWalker> walkers;
    private final int inputs;
    private final int end;
    private final int lastLineFeed;
    private final byte[] classOf;
    private final long maxBytes;
    private final StateMemory memory;
    private final StateMemory.Account account;
    private final Object lock = new Object();
    private final StateWalker builder;
    private final AtomicReference<@Nullable StateWalker> idle = new AtomicReference<>();
    private volatile StateTable table;
    /** The bytes that others have left no room for; 0 if they have. */
    private volatile long crowdedOut;

    private int drops;
    private long simulationWork;

    LazyStates(Graph graph, Supplier<StateWalker> walkers, long maxBytes, StateMemory memory) {
        this.walkers = walkers;
        this.inputs = graph.inputs();
        this.end = graph.classes().end();
        this.lastLineFeed = graph.classes().lastLineFeed();
        this.classOf = graph.classes().classOf();
        this.maxBytes = maxBytes;
        this.memory = memory;
        this.account = memory.open(this);
        this.builder = walkers.get();
        this.table = new StateTable(inputs);
    }

    /** Where one search is: at a state of a table, or, where there was no room for it, at one of none. */
    static final class Place {
        private StateTable table;
        private int offset;
        private StateTable.@Nullable State alone;

        private Place(StateTable table) {
            this.table = table;
        }

        Place copy() {
            Place copy = new Place(table);
            copy.offset = offset;
            copy.alone = alone;
            return copy;
        }

        boolean isDead() {
            return offset == DEAD;
        }
    }

    /** Where a search begins, in a context that the walker knows. */
    Place begin(int context) {
        Place place = new Place(table);
        place.offset = place.table.entry(context);
        if (place.offset == StateTable.UNKNOWN) {
            synchronized (lock) {
                enter(place, builder.begin(context));
                place.table.enterAt(context, place.offset);
            }
        }
        return place;
    }

    /** The state of the place, which is not dead. */
    StateTable.State stateOf(Place place) {
        StateTable.State alone = place.alone;
        if (alone != null) {
            return alone;
        }
        StateTable.State seen = place.table.seen(place.offset);
        if (seen != null) {
            return seen;
        }
        synchronized (lock) {
            return place.table.state(place.offset);
        }
    }

    /** The input behind index {@code at} in a text that ends at {@code to}. */
    int inputAt(byte[] value, int at, int to) {
        if (at == to) {
            return end;
        }
        return lastLineFeed >= 0 && at == to - 1 && value[at] == '\n' ? lastLineFeed : classOf[value[at] & 0xFF] & 0xFF;
    }

    /** Goes forward from index {@code from} till nothing can follow; gives the last index that is looked for, or -1. */
    int goForward(Place place, byte[] value, int from, int to) {
        int found = -1;
        int[] transitions = place.table.transitions();
        byte[] classes = classOf;
        int state = place.offset;
        for (int p = from; p <= to && state != DEAD; p++) {
            int input = p < to - 1 ? classes[value[p] & 0xFF] & 0xFF : inputAt(value, p, to);
            int next = state == StateTable.UNKNOWN ? StateTable.UNKNOWN : transitions[state + input];
            if (next == StateTable.UNKNOWN) {
                place.offset = state;
                if (advance(place, input)) {
                    found = p;
                }
                state = place.offset;
                transitions = place.table.transitions();
            } else if (next < 0) {
                found = p;
                state = ~next;
            } else {
                state = next;
            }
        }
        place.offset = state;
        return found;
    }

    /**
     * Goes back from {@code upper} to {@code lower} in the text {@code value[from, to)}, or till nothing can follow; gives
     * the last index that is looked for, or -1. Whether {@code lower} is one is seen only if the text starts there.
     *
     * @param path receives the states of all places, that of {@code lower} first
     */
    int goBack(
            Place place,
            byte[] value,
            int from,
            int to,
            int lower,
            int upper,
            StateTable.@Nullable State @Nullable [] path) {
        int found = -1;
        int[] transitions = place.table.transitions();
        byte[] classes = classOf;
        int state = place.offset;
        for (int p = upper; p >= lower && state != DEAD; p--) {
            if (path != null) {
                place.offset = state;
                path[p - lower] = stateOf(place);
            }
            int input = end;
            if (p > lower) {
                input = p < to ? classes[value[p - 1] & 0xFF] & 0xFF : inputAt(value, p - 1, to);
            } else if (lower > from) {
                break;
            }
            int next = state == StateTable.UNKNOWN ? StateTable.UNKNOWN : transitions[state + input];
            if (next == StateTable.UNKNOWN) {
                place.offset = state;
                if (advance(place, input)) {
                    found = p;
                }
                state = place.offset;
                transitions = place.table.transitions();
            } else if (next < 0) {
                found = p;
                state = ~next;
            } else {
                state = next;
            }
        }
        place.offset = state;
        return found;
    }

    /** Makes one step, building what it leads to; gives whether the place left is looked for. */
    private boolean advance(Place place, int input) {
        StateTable.State alone = place.alone;
        boolean flagged = alone == null ? build(place, input) : simulate(place, alone, input);
        long missing = crowdedOut;
        if (missing > 0) {
            crowdedOut = 0;
            memory.makeRoom(missing);
        }
        return flagged;
    }

    private boolean build(Place place, int input) {
        synchronized (lock) {
            StateTable states = place.table;
            int known = states.get(place.offset, input);
            if (known != StateTable.UNKNOWN) {
                place.offset = known < 0 ? ~known : known;
                return known < 0;
            }
            long before = builder.work();
            builder.step(states.state(place.offset), input);
            simulationWork += builder.work() - before;
            boolean flagged = builder.isFlagged();
            int left = place.offset;
            if (builder.isDead()) {
                place.offset = DEAD;
            } else {
                enter(place, builder.state());
            }
            if (place.table == states && !states.isDropped() && place.offset != StateTable.UNKNOWN) {
                states.set(left, input, flagged ? ~place.offset : place.offset);
            }
            return flagged;
        }
    }

    private boolean simulate(Place place, StateTable.State from, int input) {
        StateWalker walker = idle.getAndSet(null);
        if (walker == null) {
            walker = walkers.get();
        }
        long before = walker.work();
        walker.step(from, input);
        boolean flagged = walker.isFlagged();
        place.offset = walker.isDead() ? DEAD : StateTable.UNKNOWN;
        place.alone = walker.isDead() ? null : walker.state();
        synchronized (lock) {
            simulationWork += walker.work() - before;
        }
        idle.set(walker);
        return flagged;
    }

    /** Goes to a state, under the lock; makes room for it if there is need. */
    private void enter(Place place, StateTable.State state) {
        int offset = add(state);
        if (offset == StateTable.UNKNOWN && table.size() > 0) {
            dropStates();
            offset = add(state);
        }
        place.table = table;
        place.offset = offset;
        place.alone = offset == StateTable.UNKNOWN ? state : null;
    }

    /** The offset of a state in the table that is in use, added if there is room. */
    private int add(StateTable.State state) {
        int known = table.offsetOf(state);
        if (known != StateTable.UNKNOWN) {
            return known;
        }
        long cost = table.cost(state);
        if (table.bytes() + cost > maxBytes) {
            return StateTable.UNKNOWN;
        }
        if (memory.reserve(account, cost)) {
            table.reserved(cost);
        } else if (table.bytes() + cost > LazyAutomaton.OWN_BYTES) {
            crowdedOut = cost;
            return StateTable.UNKNOWN;
        }
        return table.add(state);
    }

    @Override
    public void dropStates() {
        synchronized (lock) {
            StateTable old = table;
            old.drop();
            table = new StateTable(inputs);
            memory.release(account, old.reserved());
            drops++;
        }
    }

    /** The bytes that the states take. */
    long bytes() {
        synchronized (lock) {
            return table.bytes();
        }
    }

    /** The number of states that are built. */
    int states() {
        synchronized (lock) {
            return table.size();
        }
    }

    /** How often the states were dropped. */
    int drops() {
        synchronized (lock) {
            return drops;
        }
    }

    /** The instructions that building and simulating looked at so far. */
    long work() {
        synchronized (lock) {
            return simulationWork;
        }
    }
}
