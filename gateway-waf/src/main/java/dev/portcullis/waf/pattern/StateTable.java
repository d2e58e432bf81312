package dev.portcullis.waf.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The states built so far and the transitions between them. A state is known by its offset in one flat array, so a
 * transition costs one addition and one load.
 *
 * <p>Readers take no lock and see no barrier. That is sound because an entry goes from 0, which means "ask under the
 * lock", to its final value once, because a grown array begins as a copy, and because an array never holds the offset
 * of a row that lies beyond its own end. Everything but {@link #transitions} is touched under the owner's lock only.
 */
final class StateTable {
    /** A transition nobody has asked for yet. */
    static final int UNKNOWN = 0;
    /** A match ends here. */
    static final int MATCH = -1;
    /** No match can follow. */
    static final int DEAD = -2;

    private static final int FIRST_ROWS = 4;
    /** A guess at the bytes of the objects that hold one state, arrays' contents not counted. */
    private static final int STATE_OVERHEAD = 120;

    private final int rowLength;
    private int[] transitions;
    private final List<State> states = new ArrayList<>();
    private final Map<State, Integer> offsets = new HashMap<>();
    private long bytes;
    private long reserved;
    private long missed;
    private boolean dropped;

    StateTable(int rowLength) {
        this.rowLength = rowLength;
        this.transitions = new int[0];
    }

    /** The array of transitions as this thread happens to see it. */
    int[] transitions() {
        return transitions;
    }

    State state(int offset) {
        return states.get(offset / rowLength - 1);
    }

    /** The offset of an equal state; 0 without one. */
    int offsetOf(State state) {
        Integer offset = offsets.get(state);
        return offset == null ? 0 : offset;
    }

    /** The bytes that adding the state would take. */
    long cost(State state) {
        int rows = states.size() + 2;
        boolean grows = rows * rowLength > transitions.length;
        return STATE_OVERHEAD + 4L * state.set.length + (grows ? 4L * (grownLength() - transitions.length) : 0);
    }

    private int grownLength() {
        return Math.max(FIRST_ROWS * rowLength, transitions.length * 2);
    }

    /** Adds a state; gives its offset. */
    int add(State state) {
        bytes += cost(state);
        int offset = (states.size() + 1) * rowLength;
        if (offset + rowLength > transitions.length) {
            transitions = Arrays.copyOf(transitions, grownLength());
        }
        states.add(state);
        offsets.put(state, offset);
        return offset;
    }

    void set(int offset, int input, int value) {
        transitions[offset + input] = value;
    }

    int get(int offset, int input) {
        return transitions[offset + input];
    }

    int size() {
        return states.size();
    }

    /** The bytes that the states take. */
    long bytes() {
        return bytes;
    }

    /** Notes that the shared memory holds these bytes for states. */
    void reserved(long more) {
        reserved += more;
    }

    /** The bytes of the shared memory that the states take. */
    long reserved() {
        return reserved;
    }

    long missed() {
        return missed;
    }

    /** Counts bytes that were simulated for want of room; gives all so far. */
    long miss(long count) {
        missed += count;
        return missed;
    }

    boolean isDropped() {
        return dropped;
    }

    void drop() {
        dropped = true;
    }

    /** A set of instructions and what lies before. */
    static final class State {
        private final int context;
        private final int[] set;
        private final int hash;

        State(int context, int[] set) {
            this.context = context;
            this.set = set;
            this.hash = 31 * Arrays.hashCode(set) + context;
        }

        int context() {
            return context;
        }

        int[] set() {
            return set;
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof State s && hash == s.hash && context == s.context && Arrays.equals(set, s.set);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
