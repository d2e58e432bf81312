package dev.portcullis.waf.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A pattern as instructions of a machine with several threads (Thompson's construction). Every instruction is pure:
 * what happens from it on depends on its index and the place in the text alone, but for the groups that the
 * backtracking instructions look at. Immutable once built.
 */
final class Program {
    /** The most instructions a pattern may come to. */
    static final int MAX_SIZE = 200_000;

    /** Consumes a byte of the set {@link #arg}. */
    static final byte BYTES = 0;
    /** Goes on with {@link #next} and, less preferred, with {@link #other}. */
    static final byte SPLIT = 1;
    /** Stores the place in slot {@link #arg}. */
    static final byte SAVE = 2;
    /** Goes on if the anchor {@link #arg} holds. */
    static final byte AT = 3;
    /** The pattern has matched. */
    static final byte MATCH = 4;
    /** Goes on if the next byte is of the set {@link #arg}. */
    static final byte AHEAD = 13;
    /** As {@link #AHEAD}, and also at the end of the text. */
    static final byte AHEAD_OR_END = 14;
    /** Never goes on. */
    static final byte FAIL = 5;
    /** Goes on if the part at {@link #arg} matches from here. */
    static final byte LOOK = 6;
    /** Goes on if the part at {@link #arg} does not match from here. */
    static final byte LOOK_NOT = 7;
    /** Takes the first way the part at {@link #arg} matches; goes on with {@link #other} if that was empty. */
    static final byte ATOMIC = 8;
    /** A part begun by one of the three above has matched. */
    static final byte PART_END = 9;
    /** Goes back by {@link #arg} bytes. */
    static final byte BACK = 10;
    /** Consumes what group {@link #arg} holds; goes on with {@link #other} if that is empty. */
    static final byte REFERENCE = 11;
    /** As {@link #REFERENCE}, without regard to the case of ASCII letters. */
    static final byte REFERENCE_IGNORING_CASE = 12;

    private byte[] op = new byte[32];
    private int[] arg = new int[32];
    private int[] next = new int[32];
    private int[] other = new int[32];
    private int size;
    private int start;
    private final List<ByteSet> sets = new ArrayList<>();
    private final Map<ByteSet, Integer> setIndex = new HashMap<>();

    int emit(byte operation, int argument, int following, int alternative) {
        if (size == MAX_SIZE) {
            throw new MalformedPatternException("the pattern is too large: over " + MAX_SIZE + " instructions", 0);
        }
        if (size == op.length) {
            int capacity = size * 2;
            op = Arrays.copyOf(op, capacity);
            arg = Arrays.copyOf(arg, capacity);
            next = Arrays.copyOf(next, capacity);
            other = Arrays.copyOf(other, capacity);
        }
        op[size] = operation;
        arg[size] = argument;
        next[size] = following;
        other[size] = alternative;
        return size++;
    }

    int emitBytes(ByteSet set, int following) {
        return set.isEmpty() ? emit(FAIL, 0, 0, 0) : emit(BYTES, index(set), following, 0);
    }

    int emitAhead(ByteSet set, boolean orEnd, int following) {
        return emit(orEnd ? AHEAD_OR_END : AHEAD, index(set), following, 0);
    }

    private int index(ByteSet set) {
        Integer known = setIndex.putIfAbsent(set, sets.size());
        if (known == null) {
            sets.add(set);
            return sets.size() - 1;
        }
        return known;
    }

    void patch(int pc, int following, int alternative) {
        next[pc] = following;
        other[pc] = alternative;
    }

    void startAt(int pc) {
        start = pc;
        op = Arrays.copyOf(op, size);
        arg = Arrays.copyOf(arg, size);
        next = Arrays.copyOf(next, size);
        other = Arrays.copyOf(other, size);
        setIndex.clear();
    }

    int size() {
        return size;
    }

    int start() {
        return start;
    }

    byte op(int pc) {
        return op[pc];
    }

    int arg(int pc) {
        return arg[pc];
    }

    int next(int pc) {
        return next[pc];
    }

    int other(int pc) {
        return other[pc];
    }

    ByteSet set(int pc) {
        return sets.get(arg[pc]);
    }

    /** The distinct sets of the instructions. */
    List<ByteSet> sets() {
        return sets;
    }
}
