package dev.portcullis.waf.internal;

import org.jspecify.annotations.Nullable;

/**
 * One value of a variable, with its name where the variable is a collection. Belongs to one transaction: it remembers
 * what it became in transformations, so that they run once.
 */
final class Entry extends Text {
    final Text name;

    /** The number that the program gave to this name, or {@link Keys#NONE}. */
    final int key;

    /** What this value is after chains of transformations; newest first. */
    @Nullable
    Transformed transformed;

    /** Which of the program's key patterns were tried on the name, and which it contains. */
    private long tried;

    private long contained;

    Entry(Text name, int key, byte[] bytes, int from, int to) {
        super(bytes, from, to);
        this.name = name;
        this.key = key;
    }

    /** A value without a name. */
    Entry(Text value) {
        this(Text.EMPTY, Keys.NONE, value.bytes, value.from, value.to);
    }

    /** The name as the value: what the variables {@code ..._NAMES} hold. */
    Entry named() {
        return new Entry(name, key, name.bytes, name.from, name.to);
    }

    /** Whether the name contains the pattern; tried once. */
    boolean nameContains(KeyPattern pattern) {
        long bit = pattern.bit();
        if (bit == 0) {
            return pattern.isIn(name);
        }
        if ((tried & bit) == 0) {
            tried |= bit;
            if (pattern.isIn(name)) {
                contained |= bit;
            }
        }
        return (contained & bit) != 0;
    }

    /** One result: what the value is after a chain. */
    record Transformed(Chain chain, Text text, @Nullable Transformed older) {}
}
