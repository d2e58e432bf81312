package dev.portcullis.waf.internal;

import java.util.HashMap;
import java.util.Map;

/**
 * The keys that a program's rules name ({@code REQUEST_HEADERS:Host}), each with a number, so that a value's name is
 * looked up once and then compared as a number. Names are compared without case. Immutable.
 */
final class Keys {
    static final int NONE = -1;

    private final byte[][] names;
    private final int[] table; // index + 1 of a name, by hash; 0 is free
    private final long lengths; // bit n: some name has length n, or n or more for bit 63

    private Keys(byte[][] names) {
        this.names = names;
        int capacity = Integer.highestOneBit(Math.max(8, names.length * 4));
        table = new int[capacity];
        long seen = 0;
        for (int i = 0; i < names.length; i++) {
            seen |= 1L << Math.min(names[i].length, 63);
            int slot = slot(Ascii.hashLower(names[i], 0, names[i].length));
            while (table[slot] != 0) {
                slot = (slot + 1) & (capacity - 1);
            }
            table[slot] = i + 1;
        }
        lengths = seen;
    }

    private int slot(int hash) {
        return (hash ^ (hash >>> 15)) & (table.length - 1);
    }

    int size() {
        return names.length;
    }

    /** The number of a name, or {@link #NONE}. */
    int find(byte[] bytes, int from, int to) {
        if ((lengths & (1L << Math.min(to - from, 63))) == 0) {
            return NONE;
        }
        for (int slot = slot(Ascii.hashLower(bytes, from, to)); ; slot = (slot + 1) & (table.length - 1)) {
            int index = table[slot] - 1;
            if (index < 0) {
                return NONE;
            }
            if (Ascii.equalsLower(bytes, from, to, names[index])) {
                return index;
            }
        }
    }

    int find(Text name) {
        return find(name.bytes, name.from, name.to);
    }

    /** Numbers keys while a program is compiled. */
    static final class Builder {
        private final Map<String, Integer> numbers = new HashMap<>();

        int number(String name) {
            Integer known = numbers.putIfAbsent(Ascii.lower(name), numbers.size());
            return known == null ? numbers.size() - 1 : known;
        }

        Keys build() {
            byte[][] names = new byte[numbers.size()][];
            for (Map.Entry<String, Integer> number : numbers.entrySet()) {
                names[number.getValue()] = Ascii.bytes(number.getKey());
            }
            return new Keys(names);
        }
    }
}
