package dev.portcullis.waf.pattern;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Says whether a pattern matches anywhere in a text, with a deterministic automaton whose states are built when a text
 * first asks for them. The states have a bound; beyond it the same sets are simulated, which is linear too.
 *
 * <p>Known transitions are followed without a lock, new ones are built under one. When much had to be simulated, the
 * states are dropped and built anew from what is asked for then: so a hostile value cannot slow down the others for
 * good, and the cost of building stays a small part of the bytes searched.
 */
final class LazyAutomaton {
    /** Bytes that may be simulated for want of room before the states are dropped. */
    static final long DROP_AFTER = 1 << 20;

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
        int[] transitions = states.transitions();
        int state = firstState;
        if (transitions.length == 0) {
            if (!begin(states)) {
                return simulate(states, start, value, from, to);
            }
            transitions = states.transitions();
        }
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
                    return simulate(states, stateAt(states, state), value, i, to);
                }
                transitions = states.transitions();
            }
            if (next < 0) {
                return next == StateTable.MATCH;
            }
            state = next;
            i++;
        }
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
        if (states.bytes() + cost > maxBytes || !memory.reserve(account, cost)) {
            return StateTable.UNKNOWN;
        }
        return states.add(state);
    }

    private StateTable.State stateAt(StateTable states, int offset) {
        synchronized (lock) {
            return states.state(offset);
        }
    }

    /** Goes on from a state at index {@code at} without building states. */
    private boolean simulate(StateTable states, StateTable.State state, byte[] value, int at, int to) {
        SetWalker walker = idle.getAndSet(null);
        if (walker == null) {
            walker = new SetWalker(automaton);
        }
        long workBefore = walker.work();
        int context = state.context();
        int[] set = state.set();
        int size = set.length;
        int i = at;
        while (true) {
            int input = end;
            if (i < to) {
                boolean last = lastLineFeed >= 0 && i == to - 1 && value[i] == '\n';
                input = last ? lastLineFeed : classOf[value[i] & 0xFF] & 0xFF;
            }
            context = walker.step(set, size, context, input);
            if (context == SetWalker.MATCHED || i == to) {
                break;
            }
            set = walker.current();
            size = walker.size();
            if (size == 0 && automaton.isAnchored()) {
                break;
            }
            i++;
        }
        long work = walker.work() - workBefore;
        idle.set(walker);
        missed(states, i - at + 1, work);
        return context == SetWalker.MATCHED;
    }

    private void missed(StateTable states, int count, long work) {
        boolean crowdedOut;
        synchronized (lock) {
            simulated += count;
            simulationWork += work;
            if (states.isDropped() || states.miss(count) < DROP_AFTER) {
                return;
            }
            crowdedOut = states.bytes() < maxBytes / 2;
        }
        if (crowdedOut) {
            memory.reclaim();
        } else {
            dropStates();
        }
    }

    /** Forgets all states; searches that are running end on what they have. */
    void dropStates() {
        synchronized (lock) {
            StateTable old = table;
            old.drop();
            table = new StateTable(automaton.classes().inputs());
            memory.release(account, old.bytes());
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
