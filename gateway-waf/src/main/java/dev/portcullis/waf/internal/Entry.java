package dev.portcullis.waf.internal;

import org.jspecify.annotations.Nullable;

/**
 * One value of a variable, with its name where the variable is a collection. Belongs to one transaction: it remembers
 * what it became in transformations, so that they run once.
 */
final class Entry extends Text {
    Text name = EMPTY;

    /** The number that the program gave to this name, or {@link Keys#NONE}. */
    int key = Keys.NONE;

    /** What this value is after chains of transformations; newest first. */
    @Nullable
    Transformed transformed;

    /** Which of the program's key patterns were tried on the name, and which it contains: a bit each. */
    private long triedPatterns;

    private long containedPatterns;

    /** A value of nothing, for {@link Slices}. */
    Entry() {
        super(Ascii.EMPTY, 0, 0);
    }

    Entry become(Text ofName, int ofKey, byte[] ofBytes, int ofFrom, int ofTo) {
        become(ofBytes, ofFrom, ofTo);
        name = ofName;
        key = ofKey;
        return this;
    }

    /** Lets go of the bytes, the name and all that became of them. */
    void forget() {
        leave();
        name = EMPTY;
        key = Keys.NONE;
        transformed = null;
        triedPatterns = 0;
        containedPatterns = 0;
    }

    /** Whether the name contains the pattern; tried once. */
    boolean nameContains(KeyPattern pattern) {
        long bit = pattern.bit();
        if (bit == 0) {
            return pattern.isIn(name);
        }
        if ((triedPatterns & bit) == 0) {
            triedPatterns |= bit;
            if (pattern.isIn(name)) {
                containedPatterns |= bit;
            }
        }
        return (containedPatterns & bit) != 0;
    }

    /** The name is that of another value, and what was found out about it holds. */
    void knowNameAs(Entry other) {
        triedPatterns = other.triedPatterns;
        containedPatterns = other.containedPatterns;
    }

    /** The name is known to contain the pattern. */
    void knowNameContains(KeyPattern pattern) {
        triedPatterns |= pattern.bit();
        containedPatterns |= pattern.bit();
    }

    /** One result: what the value is after a chain. */
    static final class Transformed {
        @Nullable
        Chain chain;

        Text text = EMPTY;

        @Nullable
        Transformed older;

        Transformed become(Chain of, Text result, @Nullable Transformed before) {
            chain = of;
            text = result;
            older = before;
            return this;
        }

        void forget() {
            chain = null;
            text = EMPTY;
            older = null;
        }
    }
}
