package dev.portcullis.waf.pattern;

import java.util.Arrays;

/** The working memory of one search, kept for the next one. Not for two threads at once. */
final class Scratch {
    /** The threads at this place and at the next one. */
    Threads current = new Threads();

    Threads following = new Threads();

    /** A stack of instructions and of slots to restore. */
    int[] stack = new int[64];

    /** The slots of the thread being followed. */
    int[] slots = new int[2];

    /** For each instruction the place at which it was looked at last, as a count of places. */
    private int[] visited = new int[0];

    private int places;

    /** Steps that the searches since the creation took. */
    long steps;

    void prepare(int programSize, int slotCount) {
        current.prepare(programSize, slotCount);
        following.prepare(programSize, slotCount);
        if (slots.length < slotCount) {
            slots = new int[slotCount];
        }
    }

    /** Gets ready for one thread that goes forward alone, with no slot set. */
    void prepareWalk(int programSize, int slotCount) {
        if (visited.length < programSize) {
            visited = new int[programSize];
            places = 0;
        }
        if (slots.length < slotCount) {
            slots = new int[slotCount];
        }
        Arrays.fill(slots, 0, slotCount, -1);
    }

    /** Forgets which instructions have been looked at. */
    void newPlace() {
        if (++places == Integer.MAX_VALUE) {
            Arrays.fill(visited, 0);
            places = 1;
        }
    }

    /** Whether the instruction had not been looked at since the last {@link #newPlace}. */
    boolean visit(int pc) {
        if (visited[pc] == places) {
            return false;
        }
        visited[pc] = places;
        return true;
    }

    int push(int depth, int entry) {
        if (depth == stack.length) {
            growStack();
        }
        stack[depth] = entry;
        return depth + 1;
    }

    void swap() {
        Threads t = current;
        current = following;
        following = t;
    }

    void growStack() {
        stack = Arrays.copyOf(stack, stack.length * 2);
    }

    /** An ordered set of instructions, each with its slots (a sparse set: emptied in constant time). */
    static final class Threads {
        private int[] sparse = new int[0];
        private int[] dense = new int[0];
        private int[] slots = new int[0];
        private int slotCount;
        private int size;

        private void prepare(int programSize, int slotCount) {
            if (sparse.length < programSize) {
                sparse = new int[programSize];
                dense = new int[programSize];
            }
            this.slotCount = slotCount;
            size = 0;
        }

        int size() {
            return size;
        }

        void clear() {
            size = 0;
        }

        int pc(int index) {
            return dense[index];
        }

        boolean contains(int pc) {
            int index = sparse[pc];
            return index < size && dense[index] == pc;
        }

        /** Adds an instruction that is not in the set; gives its index. */
        int add(int pc) {
            sparse[pc] = size;
            dense[size] = pc;
            return size++;
        }

        void keepSlots(int index, int[] from) {
            int offset = index * slotCount;
            if (offset + slotCount > slots.length) {
                slots = Arrays.copyOf(slots, Math.max(offset + slotCount, slots.length * 2));
            }
            System.arraycopy(from, 0, slots, offset, slotCount);
        }

        void loadSlots(int index, int[] into) {
            System.arraycopy(slots, index * slotCount, into, 0, slotCount);
        }
    }
}
