package dev.portcullis.waf.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Values that rules no longer look at once an action has run. Immutable but for what it makes when first asked. */
final class TargetRemoval {
    private final int[] rules;
    private final Exclusion exclusion;

    /** What a transaction has where this is the first removal: made once, shared, not to be changed. */
    private volatile Exclusion @Nullable [] @Nullable [] alone;

    TargetRemoval(int[] rules, Exclusion exclusion) {
        this.rules = rules;
        this.exclusion = exclusion;
    }

    /**
     * What is removed from each rule where nothing was removed before. Shared.
     *
     * @param count the number of all rules
     */
    Exclusion[] @Nullable [] alone(int count) {
        Exclusion[] @Nullable [] known = alone;
        if (known != null) {
            return known;
        }
        Exclusion[] @Nullable [] made = new Exclusion[count] @Nullable [];
        addTo(made);
        // Threads that come at the same time make the same.
        alone = made;
        return made;
    }

    /** Adds the exclusion to what is removed from each rule. */
    void addTo(Exclusion[] @Nullable [] all) {
        for (int rule : rules) {
            Exclusion @Nullable [] before = all[rule];
            Exclusion[] after = before == null ? new Exclusion[1] : Arrays.copyOf(before, before.length + 1);
            after[after.length - 1] = exclusion;
            all[rule] = after;
        }
    }
}
