package dev.portcullis.waf.pattern;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The states built so far and the transitions between them. A state is known by its offset in one flat array, so a
 * transition costs one addition and one load.
 *
 * <p>Readers take no lock and see no barrier. That is sound because an entry goes from 0, which means "ask under the
 * lock", to its final value once, because a grown array begins as a copy, and because an array never holds the offset
 * of a row that lies beyond its own end. A state is immutable, and where it is not seen yet it is asked for under the lock.
 * Everything but {@link #transitions}, {@link #seen} and {@link #entry} is touched under the owner's lock only.
 */
final class StateTable {
    /** A transition nobody has asked for yet. */
    static final int UNKNOWN = 0;
    /** A match ends here. */
    static final int MATCH = -1;
    /** No match can follow. */
    static final int DEAD = -2;

    private static final int FIRST_ROWS = 4;
    private static final int MOST_ENTRIES = 8;
    /** A guess at the bytes of the objects that hold one state, arrays' contents not counted. */
    private static final int STATE_OVERHEAD = 120;

    private final int rowLength;
    private int[] transitions;
    private State[] states = new State[FIRST_ROWS];
    private int size;
    /** Replaced and never changed, so that who sees an offset here sees a table that has its row. */
    private volatile int[] entries = new int[MOST_ENTRIES];

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
        return states[offset / rowLength - 1];
    }

    /** The state at the offset as this thread happens to see it; null if it has to ask under the lock. */
    @Nullable
    State seen(int offset) {
        State[] known = states;
        int row = offset / rowLength - 1;
        return row < known.length ? known[row] : null;
    }

    /** The offset of the state that a search in the context begins in; 0 if not known. */
    int entry(int context) {
        return context < MOST_ENTRIES ? entries[context] : UNKNOWN;
    }

    void enterAt(int context, int offset) {
        if (context < MOST_ENTRIES) {
            int[] more = entries.clone();
            more[context] = offset;
            entries = more;
        }
    }

    /** The offset of an equal state; 0 without one. */
    int offsetOf(State state) {
        Integer offset = offsets.get(state);
        return offset == null ? 0 : offset;
    }

    /** The bytes that adding the state would take. */
    long cost(State state) {
        int rows = size + 2;
        boolean grows = rows * rowLength > transitions.length;
        return STATE_OVERHEAD + 4L * state.set.length + (grows ? 4L * (grownLength() - transitions.length) : 0);
    }

    private int grownLength() {
        return Math.max(FIRST_ROWS * rowLength, transitions.length * 2);
    }

    /** Adds a state; gives its offset. */
    int add(State state) {
        bytes += cost(state);
        int offset = (size + 1) * rowLength;
        if (offset + rowLength > transitions.length) {
            transitions = Arrays.copyOf(transitions, grownLength());
        }
        if (size == states.length) {
            states = Arrays.copyOf(states, size * 2);
        }
        states[size++] = state;
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
        return size;
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
            int mixed = context;
            for (int pc : set) {
                // Sets of neighbours are alike; a plain polynomial would give many of them one hash.
                mixed = (mixed ^ pc) * 0x9E3779B1;
                mixed ^= mixed >>> 15;
            }
            this.hash = mixed;
        }

        int context() {
            return context;
        }

        int[] set() {
            return set;
        }

        /** Whether the set holds the instruction; for sorted sets. */
        boolean has(int pc) {
            return Arrays.binarySearch(set, pc) >= 0;
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
