package dev.portcullis.waf.internal;

import org.jspecify.annotations.Nullable;

/** What rules took away from other rules while a transaction runs: whole rules, or values of their first link. */
final class Removals {
    private final int rules;
    private long @Nullable [] removed;
    private int changes;
    private Exclusion @Nullable [] @Nullable [] targets;

    /** Whether they are shared with other transactions, and to be copied before a change. */
    private boolean borrowed;

    Removals(int rules) {
        this.rules = rules;
    }

    /** What a transaction begins with. */
    void begin(Overlay overlay) {
        changes = 0;
        removed = overlay.removed;
        targets = overlay.targets;
        borrowed = removed != null || targets != null;
    }

    private void own() {
        if (borrowed) {
            borrowed = false;
            removed = removed == null ? null : removed.clone();
            targets = targets == null ? null : targets.clone();
        }
    }

    /** Removes the rules whose bits are set. */
    void remove(long[] set) {
        own();
        long[] words = removed;
        if (words == null) {
            words = new long[set.length];
            removed = words;
        }
        changes++;
        for (int i = 0; i < set.length; i++) {
            words[i] |= set[i];
        }
    }

    /** How often rules were removed. */
    int changes() {
        return changes;
    }

    /** Whether one of the rules was removed. */
    boolean has(long[] set) {
        return removed != null && Bits.intersect(removed, set);
    }

    boolean has(int rule) {
        return removed != null && Bits.get(removed, rule);
    }

    /** The first rule from an index on that was not removed. */
    int next(int index) {
        long[] words = removed;
        if (words == null) {
            return index;
        }
        int at = index;
        while (at < rules && (words[at >> 6] & (1L << at)) != 0) {
            at++;
        }
        return at;
    }

    /** Removes values from rules. */
    void remove(TargetRemoval removal) {
        if (targets == null) {
            targets = removal.alone(rules);
            borrowed = true;
            return;
        }
        own();
        removal.addTo(targets);
    }

    /** Whether any values were removed from the rule. */
    boolean concern(Rule rule) {
        Exclusion @Nullable [] @Nullable [] all = targets;
        return all != null && all[rule.index] != null;
    }

    /** Whether a value was removed from a rule. */
    boolean covers(Rule rule, Link link, Target target, Entry entry) {
        Exclusion @Nullable [] @Nullable [] all = targets;
        Exclusion @Nullable [] ofRule = all == null ? null : all[rule.index];
        if (ofRule == null || !link.first) {
            return false;
        }
        for (Exclusion exclusion : ofRule) {
            if (exclusion.covers(target.variable, entry)) {
                return true;
            }
        }
        return false;
    }
}
