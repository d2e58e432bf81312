package dev.portcullis.waf.internal;

import dev.portcullis.waf.pattern.Prefilter;
import org.jspecify.annotations.Nullable;

/**
 * What transactions with the same outcomes of gates do: which rules run whatever the values are, and which values are
 * scanned for which of the others. Immutable.
 */
final class ScanPlan {
    private final long outcomes;
    private final boolean trustsGates;

    /** The rules that no scan covers; gates that need not be run are not among them. */
    final long[] always;

    /** The rules that a scan covers and that a transaction can come to. */
    final long[] covered;

    /** What says which covered rules can match a value. */
    final Prefilter prefilter;

    private final @Nullable ScanGroup[][] groups;

    /**
     * A plan.
     *
     * @param trustsGates whether it is made for the outcomes alone; else it serves any
     */
    ScanPlan(long outcomes, boolean trustsGates, long[] always, long[] covered, GroupMaker groups) {
        this.outcomes = outcomes;
        this.trustsGates = trustsGates;
        this.always = always;
        this.covered = covered;
        this.prefilter = groups.prefilter();
        Variable[] variables = groups.domain().variables;
        this.groups = new @Nullable ScanGroup[variables.length][];
        for (int v = 0; v < variables.length; v++) {
            this.groups[v] = groups.make(variables[v]);
        }
    }

    /** Whether the plan is for transactions whose gates have these outcomes. */
    boolean serves(long ofGates) {
        return !trustsGates || outcomes == ofGates;
    }

    /** The group of the values of a key, of the variable at an index of the domain; null if no rule looks at them. */
    @Nullable
    ScanGroup group(int variable, int key) {
        return groups[variable][key + 1];
    }
}
