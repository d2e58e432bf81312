package dev.portcullis.waf.internal;

import java.util.Arrays;

/** The values of one variable, in order. */
final class EntryList {
    static final EntryList EMPTY = new EntryList(0);

    private Entry[] entries;
    private int size;

    EntryList(int expected) {
        entries = new Entry[expected];
    }

    int size() {
        return size;
    }

    Entry get(int index) {
        return entries[index];
    }

    void add(Entry entry) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, Math.max(8, size * 2));
        }
        entries[size++] = entry;
    }

    void clear() {
        Arrays.fill(entries, 0, size, null);
        size = 0;
    }

    /** The sum of the lengths of names and values. */
    long combinedLength() {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += entries[i].name.length() + entries[i].length();
        }
        return sum;
    }
}
