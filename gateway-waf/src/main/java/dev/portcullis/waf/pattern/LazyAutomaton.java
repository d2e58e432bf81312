package dev.portcullis.waf.pattern;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Says whether a pattern matches anywhere in a text, with a deterministic automaton whose states are built when a text
 * first asks for them. The states have a bound; beyond it the same sets are simulated, which is linear too, until a
 * state is met that is known or that there is room for.
 *
 * <p>Known transitions are followed without a lock, new ones are built under one. When much had to be simulated, the
 * states are dropped and built anew from what is asked for then: so a hostile value cannot slow down the others for
 * good, and the cost of building stays a small part of the bytes searched. A few states a pattern may have whatever
 * the others take, so that a memory that is full makes it slower by a small factor only.
 */
final class LazyAutomaton implements StateOwner {
    /** Bytes that may be simulated for want of room before the states of the pattern are dropped. */
    static final long DROP_AFTER = 1 << 20;

    /** Fewer bytes than these are not worth it to drop states. */
    static final long LEAST_DROP_AFTER = 4 << 10;

    /** Bytes that may be simulated for each state that there is before the pattern's own states are dropped. */
    private static final long MISSES_A_STATE = 64;

    /** The bytes of states that a pattern may have even where others have taken up the memory. */
    static final int OWN_BYTES = 16 << 10;

    /** Bytes that are simulated before states are tried again; twice as many each time that fails. */
    private static final int FIRST_STRETCH = 64;

    private static final int LONGEST_STRETCH = 4 << 10;
    private static final int[] NO_INSTRUCTIONS = {};

    private final Automaton automaton;
    private final long maxBytes;
    private final StateMemory memory;
    private final StateMemory.Account account;
    private final Object lock = new Object();
    private final SetWalker builder;
    private final AtomicReference<SetWalker> idle = new AtomicReference<>();
    private final byte[] classOf;
    private final int end;
    private final int lastLineFeed;
    private final boolean matchesAtOnce;
    private final int firstState;
    private final StateTable.State start;
    private volatile StateTable table;
    private int drops;
    private long simulated;
    private long simulationWork;

    /** The bytes that others have left no room for; 0 if they have. */
    private volatile long crowdedOut;

    LazyAutomaton(Automaton automaton, long maxBytes, StateMemory memory) {
        this.automaton = automaton;
        this.maxBytes = maxBytes;
        this.memory = memory;
        this.account = memory.open(this);
        this.builder = new SetWalker(automaton);
        this.classOf = automaton.classes().classOf();
        this.end = automaton.classes().end();
        this.lastLineFeed = automaton.classes().lastLineFeed();
        this.matchesAtOnce = builder.begin() == SetWalker.MATCHED;
        this.start = new StateTable.State(Automaton.AT_START, builder.set());
        this.firstState = automaton.classes().inputs();
        this.table = new StateTable(automaton.classes().inputs());
    }

    /** Whether a match lies in {@code value[from, to)}, which is the whole text. */
    boolean find(byte[] value, int from, int to) {
        if (matchesAtOnce) {
            return true;
        }
        StateTable states = table;
        if (states.transitions().length == 0 && !begin(states)) {
            return simulate(states, start, value, from, to);
        }
        long end = run(states, firstState, value, from, to);
        return end < 0
                ? end == StateTable.MATCH
                : simulate(states, stateAt(states, (int) end), value, (int) (end >> 32), to);
    }

    /**
     * Goes on from a state at index {@code from}. Gives {@link StateTable#MATCH}, {@link StateTable#DEAD}, or, where there is
     * no room for the state that should come next, the index there in the upper half and the state there in the lower one.
     */
    private long run(StateTable states, int firstOf, byte[] value, int from, int to) {
        int[] transitions = states.transitions();
        int state = firstOf;
        byte[] classes = classOf;
        // Where it matters that a line feed is the last byte, the last byte is looked at on its own.
        int plainTo = lastLineFeed < 0 || from == to ? to : to - 1;
        int i = from;
        while (true) {
            int input = end;
            int next = StateTable.UNKNOWN;
            while (i < plainTo) {
                input = classes[value[i] & 0xFF] & 0xFF;
                next = transitions[state + input];
                if (next <= 0) {
                    break;
                }
                state = next;
                i++;
            }
            if (i >= plainTo) {
                if (i < to) {
                    input = value[i] == '\n' ? lastLineFeed : classes[value[i] & 0xFF] & 0xFF;
                } else {
                    input = end;
                }
                next = transitions[state + input];
            }
            if (next == StateTable.UNKNOWN) {
                next = build(states, state, input);
                if (next == StateTable.UNKNOWN) {
                    return (long) i << 32 | state;
                }
                transitions = states.transitions();
            }
            if (next < 0) {
                return next;
            }
            state = next;
            i++;
        }
    }

    /**
     * Where to look for the first match in a value that has one: none starts before. Only for programs that no match can
     * come back to the beginning of.
     */
    int noMatchBefore(byte[] value, int from, int to) {
        StateTable states = table;
        int[] transitions = states.transitions();
        if (matchesAtOnce || automaton.isAnchored() || transitions.length == 0) {
            return from;
        }
        int[] idle = idle(states);
        byte[] classes = classOf;
        int last = from;
        int state = firstState;
        // A line feed that ends the text may be one that a match ends before.
        int plainTo = lastLineFeed < 0 || from == to ? to : to - 1;
        for (int i = from; i < plainTo; i++) {
            int next = transitions[state + (classes[value[i] & 0xFF] & 0xFF)];
            if (next <= 0) {
                return last;
            }
            state = next;
            if (state == idle[0] || state == idle[1] || state == idle[2] || state == idle[3]) {
                // Nothing that began before has got anywhere.
                last = i + 1;
            }
        }
        return last;
    }

    /** The states of no instruction at all, one for each context; 0 for one that was not built. */
    private int[] idle(StateTable states) {
        int[] idle = new int[Automaton.CONTEXTS];
        synchronized (lock) {
            for (int context = 0; context < idle.length; context++) {
                idle[context] = states.offsetOf(new StateTable.State(context, NO_INSTRUCTIONS));
            }
        }
        return idle;
    }

    /** Makes sure that the first state is there; gives false if there is no room for it. */
    private boolean begin(StateTable states) {
        synchronized (lock) {
            return states.size() > 0 || (!states.isDropped() && add(states, start) != StateTable.UNKNOWN);
        }
    }

    /** Builds a transition; gives {@link StateTable#UNKNOWN} if there is no room for the state it leads to. */
    private int build(StateTable states, int state, int input) {
        synchronized (lock) {
            int next = states.get(state, input);
            if (next != StateTable.UNKNOWN || states.isDropped()) {
                return next;
            }
            StateTable.State before = states.state(state);
            int[] set = before.set();
            int context = builder.step(set, set.length, before.context(), input);
            if (context == SetWalker.MATCHED) {
                next = StateTable.MATCH;
            } else if (input == end || (builder.size() == 0 && automaton.isAnchored())) {
                next = StateTable.DEAD;
            } else {
                StateTable.State after = new StateTable.State(context, builder.set());
                next = states.offsetOf(after);
                if (next == StateTable.UNKNOWN) {
                    next = add(states, after);
                    if (next == StateTable.UNKNOWN) {
                        return next;
                    }
                }
            }
            states.set(state, input, next);
            return next;
        }
    }

    private int add(StateTable states, StateTable.State state) {
        long cost = states.cost(state);
        if (states.bytes() + cost > maxBytes) {
            return StateTable.UNKNOWN;
        }
        if (memory.reserve(account, cost)) {
            states.reserved(cost);
        } else if (states.bytes() + cost > OWN_BYTES) {
            crowdedOut = cost;
            return StateTable.UNKNOWN;
        }
        return states.add(state);
    }

    private StateTable.State stateAt(StateTable states, int offset) {
        synchronized (lock) {
            return states.state(offset);
        }
    }

    /**
     * Goes on from a state at index {@code at} without building states, as long as there is no room for the state that a
     * stretch ends in.
     */
    private boolean simulate(StateTable without, StateTable.State from, byte[] value, int at, int to) {
        SetWalker walker = idle.getAndSet(null);
        if (walker == null) {
            walker = new SetWalker(automaton);
        }
        StateTable states = without;
        StateTable.State state = from;
        int i = at;
        int stretch = FIRST_STRETCH;
        boolean matched;
        while (true) {
            int until = (int) Math.min((long) i + stretch, (long) to + 1);
            long workBefore = walker.work();
            int context = walk(walker, state, value, i, until, to);
            boolean ended =
                    context == SetWalker.MATCHED || until > to || (walker.size() == 0 && automaton.isAnchored());
            missed(states, until - i, walker.work() - workBefore);
            if (ended) {
                matched = context == SetWalker.MATCHED;
                break;
            }
            makeRoom();
            i = until;
            state = new StateTable.State(context, walker.set());
            states = table;
            int offset = enter(states, state);
            if (offset == StateTable.UNKNOWN) {
                stretch = Math.min(stretch * 2, LONGEST_STRETCH);
                continue;
            }
            long end = run(states, offset, value, i, to);
            if (end < 0) {
                matched = end == StateTable.MATCH;
                break;
            }
            state = stateAt(states, (int) end);
            i = (int) (end >> 32);
        }
        idle.set(walker);
        return matched;
    }

    /** Walks over {@code value[from, until)}, and over the end of the text if that lies before {@code until}. */
    private int walk(SetWalker walker, StateTable.State state, byte[] value, int from, int until, int to) {
        int context = state.context();
        int[] set = state.set();
        int size = set.length;
        for (int i = from; i < until; i++) {
            int input = end;
            if (i < to) {
                boolean last = lastLineFeed >= 0 && i == to - 1 && value[i] == '\n';
                input = last ? lastLineFeed : classOf[value[i] & 0xFF] & 0xFF;
            }
            context = walker.step(set, size, context, input);
            set = walker.current();
            size = walker.size();
            if (context == SetWalker.MATCHED || (size == 0 && automaton.isAnchored())) {
                return context;
            }
        }
        return context;
    }

    /** The offset of a state, added if there is room; {@link StateTable#UNKNOWN} without. */
    private int enter(StateTable states, StateTable.State state) {
        synchronized (lock) {
            int known = states.offsetOf(state);
            if (known != StateTable.UNKNOWN || states.isDropped()) {
                return known;
            }
            // The first state of a table is always the start.
            boolean begun = states.size() > 0 || add(states, start) != StateTable.UNKNOWN;
            return begun ? add(states, state) : StateTable.UNKNOWN;
        }
    }

    private void missed(StateTable states, int count, long work) {
        synchronized (lock) {
            simulated += count;
            simulationWork += work;
            if (states.isDropped() || states.miss(count) < dropAfter(states)) {
                return;
            }
            dropStates();
        }
    }

    /** Where others have taken up the memory they have to give it back. Not under the lock: they have theirs. */
    private void makeRoom() {
        long missing = crowdedOut;
        if (missing > 0) {
            crowdedOut = 0;
            memory.makeRoom(missing);
        }
    }

    /** So many bytes for each state that building them anew is a small part of the cost of a byte. */
    private static long dropAfter(StateTable states) {
        return Math.min(DROP_AFTER, Math.max(LEAST_DROP_AFTER, (long) states.size() * MISSES_A_STATE));
    }

    @Override
    public void dropStates() {
        synchronized (lock) {
            StateTable old = table;
            old.drop();
            table = new StateTable(automaton.classes().inputs());
            memory.release(account, old.reserved());
            drops++;
        }
    }

    /** The number of states that are built. */
    int states() {
        synchronized (lock) {
            return table.size();
        }
    }

    /** The bytes that the states take. */
    long bytes() {
        synchronized (lock) {
            return table.bytes();
        }
    }

    /** How often the states were dropped. */
    int drops() {
        synchronized (lock) {
            return drops;
        }
    }

    /** The bytes of texts that were simulated so far. */
    long simulated() {
        synchronized (lock) {
            return simulated;
        }
    }

    /** The instructions that simulations looked at so far. */
    long simulationWork() {
        synchronized (lock) {
            return simulationWork;
        }
    }
}
