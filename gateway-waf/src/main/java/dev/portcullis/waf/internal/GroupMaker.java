package dev.portcullis.waf.internal;

import dev.portcullis.waf.pattern.Prefilter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sorts the covered rules of a plan by the variables and keys that they look at. */
final class GroupMaker {
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

    /** The groups of a variable: that of each key at its number plus one, null where no rule looks. */
    @Nullable
    ScanGroup[] make(Variable variable) {
        boolean[] named = new boolean[keys + 1];
        named[0] = true;
        for (int rule = 0; rule < entries.length; rule++) {
            for (int t = 0; entries[rule] >= 0 && t < link(rule).targets().length; t++) {
                Target target = link(rule).targets()[t];
                boolean looks = List.of(target.sources).contains(variable);
                for (int key = 0; looks && key < keys; key++) {
                    named[key + 1] |= target.names(key);
                }
            }
        }
        @Nullable ScanGroup[] groups = new @Nullable ScanGroup[keys + 1];
        for (int key = 0; key < groups.length; key++) {
            // Keys that no rule names for this variable share a group.
            groups[key] = named[key] ? group(variable, key - 1) : groups[0];
        }
        return groups;
    }

    private ValueLink link(int rule) {
        return (ValueLink) domain.rules[rule].links[0];
    }

    private @Nullable ScanGroup group(Variable variable, int key) {
        ScanGroup group = null;
        for (int rule = 0; rule < entries.length; rule++) {
            for (int t = 0; entries[rule] >= 0 && t < link(rule).targets().length; t++) {
                ValueLink link = link(rule);
                Target target = link.targets()[t];
                for (int s = 0; s < target.sources.length; s++) {
                    if (target.sources[s] == variable && target.mayAccept(key)) {
                        group = group == null ? new ScanGroup(link.chain().root(), prefilter.size()) : group;
                        group.add(entries[rule], link, Hit.of(rule, t, s));
                    }
                }
            }
        }
        if (group != null) {
            group.root.finish(prefilter);
        }
        return group;
    }
}
