package dev.portcullis.waf.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The values of one variable, in order. Belongs to one transaction. */
final class EntryList {
    private static final int FIRST = 8;

    /** The longest list that is kept for the next transaction. */
    private static final int KEPT = 256;

    private static final @Nullable Entry[] NOTHING = {};

    static final EntryList EMPTY = new EntryList(new Slices());

    private final Slices slices;
    private @Nullable Entry[] entries = NOTHING;
    private int size;

    /** The values whose names these are; made into entries when first asked for. */
    private @Nullable EntryList named;

    /** An empty list, for {@link Slices}. */
    EntryList(Slices slices) {
        this.slices = slices;
    }

    EntryList becomeNamesOf(EntryList values) {
        named = values;
        addNames();
        return this;
    }

    /** Lets go of the values. */
    void forget() {
        if (entries.length > KEPT) {
            entries = NOTHING;
        } else {
            Arrays.fill(entries, 0, size, null);
        }
        size = 0;
        named = null;
    }

    /** Takes in what was added to the values since. */
    void addNames() {
        EntryList of = named;
        if (of != null && size < of.size) {
            if (entries.length < of.size) {
                entries = Arrays.copyOf(entries, of.entries.length);
            }
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
        Entry name = slices.nameOf(named.get(index));
        entries[index] = name;
        return name;
    }

    void add(Entry entry) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, Math.max(FIRST, size * 2));
        }
        entries[size++] = entry;
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
