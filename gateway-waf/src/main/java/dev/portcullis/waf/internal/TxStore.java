package dev.portcullis.waf.internal;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The collection {@code TX} of one transaction. Names that the rules spell out have fixed places, known when the program
 * is compiled; names that are put together at run time are added behind them. A value is a number or a text; each is made
 * from the other only when asked for.
 */
final class TxStore {
    /** The places 0 to 9 are those of captured groups. */
    static final int GROUPS = 10;

    /** Room for names that are put together at run time. */
    private static final int SPARE = 16;

    /** The most slots for such names that are kept for the next transaction. */
    private static final int MOST_KEPT = 256;

    private static final int[] NO_SLOTS = {};
    private static final @Nullable Entry[] NO_NAMES = {};

    private final TxNames names;
    private final int[] keys;
    private final Keys programKeys;
    private final boolean[] watched;
    private final Slices slices;
    private int changes;
    private long[] numbers;
    private @Nullable Text[] texts;
    private byte[] states;
    private int size;
    private int[] added = NO_SLOTS; // place + 1 of a name that was added, by hash; 0 is free
    /** Each with its name as its value, and what was found out about the name. */
    private @Nullable Entry[] addedNames = NO_NAMES;

    private static final byte ABSENT = 0;
    private static final byte NUMBER = 1;
    private static final byte TEXT = 2;

    /**
     * Without variables.
     *
     * @param keys for each name that rules spell out the number that it has as a key
     * @param watched the places whose changes are counted
     */
    TxStore(TxNames names, int[] keys, Keys programKeys, boolean[] watched, Slices slices) {
        this.keys = keys;
        this.programKeys = programKeys;
        this.names = names;
        this.watched = watched;
        this.slices = slices;
        size = names.size();
        int room = size + SPARE;
        numbers = new long[room];
        texts = new @Nullable Text[room];
        states = new byte[room];
    }

    /** Without variables again; keeps the room of the names that rules spell out, and a little more. */
    void forget() {
        Arrays.fill(numbers, 0, size, 0);
        Arrays.fill(texts, 0, size, null);
        Arrays.fill(states, 0, size, ABSENT);
        if (added.length > MOST_KEPT) {
            int room = names.size() + SPARE;
            numbers = new long[room];
            texts = new @Nullable Text[room];
            states = new byte[room];
            added = NO_SLOTS;
            addedNames = NO_NAMES;
        } else if (size > names.size()) {
            Arrays.fill(added, 0);
            Arrays.fill(addedNames, 0, size - names.size(), null);
        }
        size = names.size();
        changes = 0;
    }

    /** Places in use, absent variables included. */
    int size() {
        return size;
    }

    boolean has(int place) {
        return states[place] != ABSENT;
    }

    Text name(int place) {
        return place < names.size() ? names.name(place) : addedName(place).name;
    }

    /** The value at a place with its name; null if absent. */
    @Nullable
    Entry entry(int place) {
        Text text = text(place);
        if (text == null) {
            return null;
        }
        if (place < names.size()) {
            return slices.entry(names.name(place), keys[place], text.bytes, text.from, text.to);
        }
        Entry name = addedName(place);
        Entry entry = slices.entry(name.name, name.key, text.bytes, text.from, text.to);
        entry.knowNameAs(name);
        return entry;
    }

    /** The values that are there, or those whose name has the pattern in it. */
    EntryList entries(@Nullable KeyPattern pattern) {
        EntryList list = EntryList.EMPTY;
        if (pattern == null) {
            for (int place = 0; place < size; place++) {
                list = add(place, null, list);
            }
            return list;
        }
        for (int place : pattern.placesIn(names)) {
            list = add(place, pattern, list);
        }
        for (int place = names.size(); place < size; place++) {
            if (addedName(place).nameContains(pattern)) {
                list = add(place, pattern, list);
            }
        }
        return list;
    }

    private EntryList add(int place, @Nullable KeyPattern pattern, EntryList to) {
        Entry entry = entry(place);
        if (entry == null) {
            return to;
        }
        if (pattern != null) {
            entry.knowNameContains(pattern);
        }
        EntryList list = to == EntryList.EMPTY ? slices.list() : to;
        list.add(entry);
        return list;
    }

    /** The value as a number; 0 if absent. */
    long number(int place) {
        if (states[place] == TEXT) {
            Text text = texts[place];
            return text == null ? 0 : Ascii.number(text.bytes, text.from, text.to);
        }
        return states[place] == NUMBER ? numbers[place] : 0;
    }

    /** The value as a text, or null if absent. */
    @Nullable
    Text text(int place) {
        if (states[place] == ABSENT) {
            return null;
        }
        Text text = texts[place];
        if (text == null) {
            text = slices.digits(numbers[place]);
            texts[place] = text;
        }
        return text;
    }

    /** How often watched places were changed. */
    int changes() {
        return changes;
    }

    private void changed(int place) {
        if (place < watched.length && watched[place]) {
            changes++;
        }
    }

    void set(int place, long number) {
        changed(place);
        states[place] = NUMBER;
        numbers[place] = number;
        texts[place] = null;
    }

    void set(int place, Text text) {
        changed(place);
        states[place] = TEXT;
        texts[place] = text;
    }

    void remove(int place) {
        changed(place);
        states[place] = ABSENT;
        texts[place] = null;
    }

    /** What all variables are now. */
    Saved save() {
        return new Saved(numbers.clone(), texts.clone(), states.clone(), changes);
    }

    /** Makes all variables what they were. */
    void restore(Saved saved) {
        System.arraycopy(saved.numbers, 0, numbers, 0, saved.numbers.length);
        System.arraycopy(saved.texts, 0, texts, 0, saved.texts.length);
        System.arraycopy(saved.states, 0, states, 0, saved.states.length);
        Arrays.fill(states, saved.states.length, states.length, ABSENT);
        if (changes != saved.changes) {
            changes++;
        }
    }

    /** All variables at one moment. */
    static final class Saved {
        private final long[] numbers;
        private final @Nullable Text[] texts;
        private final byte[] states;
        private final int changes;

        Saved(long[] numbers, @Nullable Text[] texts, byte[] states, int changes) {
            this.numbers = numbers;
            this.texts = texts;
            this.states = states;
            this.changes = changes;
        }
    }

    void appendTo(ByteBuilder out, int place) {
        if (states[place] == NUMBER && texts[place] == null) {
            out.append(numbers[place]);
            return;
        }
        Text text = text(place);
        if (text != null) {
            out.append(text.bytes, text.from, text.to);
        }
    }

    /** The place of a name, or -1 if nothing of that name was ever set. */
    int find(byte[] bytes, int from, int to) {
        int place = names.find(bytes, from, to);
        if (place >= 0 || added.length == 0) {
            return place;
        }
        return added[slot(bytes, from, to)] - 1;
    }

    /** The place of a name, made if there is none yet. */
    int findOrAdd(byte[] bytes, int from, int to) {
        int place = names.find(bytes, from, to);
        if (place >= 0) {
            return place;
        }
        if ((size - names.size() + 1) * 2 > added.length) {
            grow();
        }
        int slot = slot(bytes, from, to);
        if (added[slot] == 0) {
            if (size == states.length) {
                int more = size + 16 + size / 2;
                numbers = Arrays.copyOf(numbers, more);
                texts = Arrays.copyOf(texts, more);
                states = Arrays.copyOf(states, more);
            }
            addedNames[size - names.size()] = named(slices.copy(bytes, from, to));
            added[slot] = ++size;
        }
        return added[slot] - 1;
    }

    private Entry addedName(int place) {
        return Objects.requireNonNull(addedNames[place - names.size()]);
    }

    private Entry named(Text name) {
        return slices.entry(name, programKeys.find(name), name.bytes, name.from, name.to);
    }

    private void grow() {
        added = new int[Math.max(2 * SPARE, added.length * 2)];
        addedNames = Arrays.copyOf(addedNames, added.length / 2);
        for (int place = names.size(); place < size; place++) {
            Text name = name(place);
            added[slot(name.bytes, name.from, name.to)] = place + 1;
        }
    }

    /** The slot of an added name, or the free one where it belongs. */
    private int slot(byte[] bytes, int from, int to) {
        int hash = Ascii.hashLower(bytes, from, to);
        int slot = (hash ^ (hash >>> 15)) & (added.length - 1);
        while (added[slot] != 0) {
            Text name = name(added[slot] - 1);
            if (name.length() == to - from && Ascii.equalsIgnoreCase(name, bytes, from)) {
                return slot;
            }
            slot = (slot + 1) & (added.length - 1);
        }
        return slot;
    }
}
