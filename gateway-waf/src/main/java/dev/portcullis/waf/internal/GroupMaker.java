package dev.portcullis.waf.internal;

import dev.portcullis.waf.pattern.Prefilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sorts the covered rules of a plan by the variables and keys that they look at. */
final class GroupMaker {
    private static final Target[] NO_TARGETS = {};

    private final ScanDomain domain;
    private final Prefilter prefilter;
    private final int[] entries;
    private final int keys;

    /**
     * A maker for one plan.
     *
     * @param entries for each rule of the program its entry in the prefilter, -1 for one that is not covered
     * @param keys the number of keys that rules name
     */
    GroupMaker(ScanDomain domain, Prefilter prefilter, int[] entries, int keys) {
        this.domain = domain;
        this.prefilter = prefilter;
        this.entries = entries;
        this.keys = keys;
    }

    ScanDomain domain() {
        return domain;
    }

    Prefilter prefilter() {
        return prefilter;
    }

    /** A rule that looks at a variable: at which of its targets, and at which of the target's sources. */
    private record Look(int rule, int target, int source) {}

    /** The groups of a variable: that of each key at its number plus one, null where no rule looks. */
    @Nullable
    ScanGroup[] make(Variable variable) {
        List<Look> looks = looks(variable);
        boolean[] named = new boolean[keys + 1];
        named[0] = true;
        for (Look look : looks) {
            for (int key = 0; key < keys; key++) {
                named[key + 1] |= target(look).names(key);
            }
        }
        @Nullable ScanGroup[] groups = new @Nullable ScanGroup[keys + 1];
        for (int key = 0; key < groups.length; key++) {
            // Keys that no rule names for this variable share a group.
            groups[key] = named[key] ? group(looks, key - 1) : groups[0];
        }
        return groups;
    }

    /** The covered rules of the plan that look at a variable, in order. */
    private List<Look> looks(Variable variable) {
        List<Look> looks = new ArrayList<>();
        for (int rule = 0; rule < entries.length; rule++) {
            Target[] targets = entries[rule] < 0 ? NO_TARGETS : link(rule).targets();
            for (int t = 0; t < targets.length; t++) {
                for (int s = 0; s < targets[t].sources.length; s++) {
                    if (targets[t].sources[s] == variable) {
                        looks.add(new Look(rule, t, s));
                    }
                }
            }
        }
        return looks;
    }

    private ValueLink link(int rule) {
        return (ValueLink) domain.rules[rule].links[0];
    }

    private Target target(Look look) {
        return link(look.rule).targets()[look.target];
    }

    private @Nullable ScanGroup group(List<Look> looks, int key) {
        ScanGroup group = null;
        for (Look look : looks) {
            if (target(look).mayAccept(key)) {
                ValueLink link = link(look.rule);
                group = group == null ? new ScanGroup(link.chain().root(), prefilter.size()) : group;
                group.add(entries[look.rule], link, Hit.of(look.rule, look.target, look.source));
            }
        }
        if (group != null) {
            group.root.finish(prefilter);
        }
        return group;
    }
}
