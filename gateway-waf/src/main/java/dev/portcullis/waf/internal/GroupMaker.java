package dev.portcullis.waf.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sorts the covered rules that look at one variable by the keys they look at. */
final class GroupMaker {
    private final ScanDomain domain;
    private final Variable variable;
    private final @Nullable ScanGroup[] groups;

    GroupMaker(ScanDomain domain, Variable variable, int keys) {
        this.domain = domain;
        this.variable = variable;
        this.groups = new @Nullable ScanGroup[keys + 1];
    }

    /** The group of each key at its number plus one, null where no rule looks; equal keys share the one at 0. */
    @Nullable
    ScanGroup[] make(List<Integer> scanned) {
        boolean[] named = new boolean[groups.length];
        for (int rule : scanned) {
            for (Target target : link(rule).targets()) {
                for (int key = 0; key < groups.length; key++) {
                    named[key] |= isSource(target) && target.names(key - 1);
                }
            }
        }
        named[0] = true;
        for (int key = 0; key < groups.length; key++) {
            groups[key] = named[key] ? group(scanned, key - 1) : groups[0];
        }
        return groups;
    }

    private ValueLink link(int rule) {
        return (ValueLink) domain.rules[rule].links[0];
    }

    private boolean isSource(Target target) {
        return List.of(target.sources).contains(variable);
    }

    private @Nullable ScanGroup group(List<Integer> scanned, int key) {
        ScanGroup group = null;
        for (int rule : scanned) {
            ValueLink link = link(rule);
            for (int t = 0; t < link.targets().length; t++) {
                Target target = link.targets()[t];
                for (int s = 0; s < target.sources.length; s++) {
                    if (target.sources[s] == variable && target.mayAccept(key)) {
                        if (group == null) {
                            group = new ScanGroup(link.chain().root(), domain.prefilter.size());
                        }
                        group.add(domain.entry(rule), link, Hit.of(rule, t, s));
                    }
                }
            }
        }
        if (group != null) {
            group.root.finish();
        }
        return group;
    }
}
