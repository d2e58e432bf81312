package dev.portcullis.waf.pattern;

import java.util.Arrays;

/**
 * A clause as far as kinds of bytes can tell: one of the bits, or all bits of one of the masks. All letters may count as one
 * kind, or each as one of its own.
 */
final class Condition {
    private static final int MOST_MASKS = 64;
    private static final int MOST_LITERALS = 512;

    private final long anyOf;
    private final long[] allOf;

    /** What {@link Terms#key} of a mask tells. */
    static Condition ofKeys(Clause clause) {
        return new Condition(clause, true);
    }

    /** What a whole {@link ByteMask} tells. */
    static Condition ofMasks(Clause clause) {
        return new Condition(clause, false);
    }

    private Condition(Clause clause, boolean keys) {
        anyOf = kinds(ByteMask.of(clause.bytes()), keys);
        Texts literals = clause.literals();
        long[] masks = new long[Math.min(literals.size(), MOST_MASKS)];
        int count = 0;
        // Many literals need about everything between them, so that the masks tell nothing.
        boolean tells = literals.size() <= MOST_LITERALS;
        for (int l = 0; tells && l < literals.size(); l++) {
            long mask = kinds(mask(literals.at(l)), keys);
            int kept = 0;
            boolean implied = false;
            for (int i = 0; i < count; i++) {
                implied |= (masks[i] & ~mask) == 0;
                if ((mask & ~masks[i]) != 0 || implied) {
                    masks[kept++] = masks[i];
                }
            }
            count = kept;
            tells = implied || count < MOST_MASKS;
            if (!implied && tells) {
                masks[count++] = mask;
            }
        }
        allOf = tells ? Arrays.copyOf(masks, count) : new long[] {0};
    }

    private static long mask(long literal) {
        long mask = 0;
        for (int i = 0; i < Literal.length(literal); i++) {
            int c = Literal.at(literal, i);
            // Which kind of white space it is does not matter, so it tells nothing.
            mask |= c == ' ' ? 0 : ByteMask.of((byte) c);
        }
        return mask;
    }

    private static long kinds(long mask, boolean keys) {
        return keys ? Terms.key(mask) : mask;
    }

    /** The number of comparisons that it takes. */
    int size() {
        return 1 + allOf.length;
    }

    /** Whether the kinds of bytes tell nothing. */
    boolean isAlwaysPossible() {
        return possible(0);
    }

    boolean possible(long key) {
        if ((anyOf & key) != 0) {
            return true;
        }
        for (long mask : allOf) {
            if ((mask & ~key) == 0) {
                return true;
            }
        }
        return false;
    }
}
