package dev.portcullis.waf.internal;

import org.jspecify.annotations.Nullable;

/**
 * What transactions with the same outcomes of gates do: which rules run whatever the values are, and which values are
 * scanned for which of the others. Immutable.
 */
final class ScanPlan {
    final long outcomes;

    /** The rules that no scan covers; shut and open gates are not among them. */
    final long[] always;

    private final @Nullable ScanGroup[][] groups;

    ScanPlan(long outcomes, long[] always, @Nullable ScanGroup[][] groups) {
        this.outcomes = outcomes;
        this.always = always;
        this.groups = groups;
    }

    /** The group of the values of a key, of the variable at an index of the domain; null if no rule looks at them. */
    @Nullable
    ScanGroup group(int variable, int key) {
        return groups[variable][key + 1];
    }
}
