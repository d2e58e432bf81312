package dev.portcullis.waf.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The values of one variable, in order. */
final class EntryList {
    static final EntryList EMPTY = new EntryList(0);

    private @Nullable Entry[] entries;
    private int size;

    /** The values whose names these are; made into entries when first asked for. */
    private final @Nullable EntryList named;

    EntryList(int expected) {
        entries = new @Nullable Entry[expected];
        named = null;
    }

    private EntryList(EntryList named) {
        this.named = named;
        entries = new @Nullable Entry[named.size];
        size = named.size;
    }

    /** The names of values. */
    static EntryList namesOf(EntryList named) {
        return new EntryList(named);
    }

    /** Takes in what was added to the values since. */
    void addNames() {
        EntryList of = named;
        if (of != null && size < of.size) {
            entries = Arrays.copyOf(entries, of.entries.length);
            size = of.size;
        }
    }

    int size() {
        return size;
    }

    Entry get(int index) {
        Entry entry = entries[index];
        return entry == null ? name(index) : entry;
    }

    private Entry name(int index) {
        if (named == null || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        Entry name = named.get(index).named();
        entries[index] = name;
        return name;
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
            Entry entry = get(i);
            sum += entry.name.length() + entry.length();
        }
        return sum;
    }
}
