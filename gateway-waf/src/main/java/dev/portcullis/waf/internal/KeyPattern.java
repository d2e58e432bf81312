package dev.portcullis.waf.internal;

import dev.portcullis.waf.operator.Evaluation;
import dev.portcullis.waf.operator.Operator;

/** A pattern that selects names ({@code TX:/^header_/}), compared without case. Immutable but for what it learned. */
final class KeyPattern {
    private static final byte IS_IN = 1;
    private static final byte IS_NOT_IN = 2;

    private final Operator pattern;
    private final long bit;

    /** For places of TX whose names the rules spell out, whether the pattern is in the name: 0 as long as nobody asked. */
    private volatile byte[] places = {};

    /**
     * A pattern.
     *
     * @param bit this pattern's bit in what a value remembers about its name; 0 if there are more patterns than bits
     */
    KeyPattern(Operator pattern, long bit) {
        this.pattern = pattern;
        this.bit = bit;
    }

    long bit() {
        return bit;
    }

    boolean isIn(Text name) {
        return pattern.matches(name.bytes, name.from, name.to, Evaluation.NONE);
    }

    /** Whether the pattern is in the name of a place that the rules spell out. */
    boolean isIn(TxNames names, int place) {
        byte[] known = places;
        if (known.length == 0) {
            known = new byte[names.size()];
            places = known;
        }
        // Threads that ask at the same time find the same.
        if (known[place] == 0) {
            known[place] = isIn(names.name(place)) ? IS_IN : IS_NOT_IN;
        }
        return known[place] == IS_IN;
    }
}
