package dev.portcullis.waf.pattern;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.IntStream;

/** A clause as far as kinds of bytes can tell: one of the bits, or all bits of one of the masks. */
final class Condition {
    private static final int MOST_MASKS = 64;

    private final long anyOf;
    private final long[] allOf;

    Condition(Clause clause) {
        anyOf = Terms.key(ByteMask.of(clause.bytes()));
        Set<Long> masks = new LinkedHashSet<>();
        for (String literal : clause.literals()) {
            long mask = 0;
            for (int i = 0; i < literal.length(); i++) {
                // Which kind of white space it is does not matter, so it tells nothing.
                mask |= literal.charAt(i) == ' ' ? 0 : ByteMask.of((byte) literal.charAt(i));
            }
            masks.add(Terms.key(mask));
        }
        long[] all = masks.stream().mapToLong(Long::longValue).toArray();
        // Many literals need about everything between them, so that the masks tell nothing.
        allOf = all.length > MOST_MASKS
                ? new long[] {0}
                : IntStream.range(0, all.length)
                        .filter(i -> IntStream.range(0, all.length).noneMatch(j -> j != i && (all[j] & ~all[i]) == 0))
                        .mapToLong(i -> all[i])
                        .toArray();
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
