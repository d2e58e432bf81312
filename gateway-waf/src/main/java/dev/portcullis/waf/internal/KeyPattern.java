package dev.portcullis.waf.internal;

import dev.portcullis.waf.operator.Evaluation;
import dev.portcullis.waf.operator.Operator;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A pattern that selects names ({@code TX:/^header_/}), compared without case. Immutable but for what it learned. */
final class KeyPattern {
    private final Operator pattern;
    private final long bit;

    /** The places of TX whose names the rules spell out and have the pattern; null as long as nobody asked. */
    private volatile int @Nullable [] places;

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

    /** The places of TX whose names the rules spell out and that have the pattern in them. Not to be changed. */
    int[] placesIn(TxNames names) {
        int[] known = places;
        if (known == null) {
            int[] found = new int[names.size()];
            int count = 0;
            for (int place = 0; place < found.length; place++) {
                if (isIn(names.name(place))) {
                    found[count++] = place;
                }
            }
            known = Arrays.copyOf(found, count);
            // Threads that come at the same time find the same.
            places = known;
        }
        return known;
    }
}
