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

    /** What was found out about the name; few names are asked about. */
    private @Nullable NameTests tests;

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
        NameTests known = tests;
        if (known == null) {
            known = new NameTests();
            tests = known;
        }
        if ((known.tried & bit) == 0) {
            known.tried |= bit;
            if (pattern.isIn(name)) {
                known.contained |= bit;
            }
        }
        return (known.contained & bit) != 0;
    }

    /** Which of the program's key patterns were tried on a name, and which it contains: a bit each. */
    private static final class NameTests {
        private long tried;
        private long contained;
    }

    /** One result: what the value is after a chain. */
    record Transformed(Chain chain, Text text, @Nullable Transformed older) {}
}
