package dev.portcullis.waf.internal;

import java.util.List;

/** A compiled rule: one link, or a chain of them. Immutable. */
final class Rule {
    /** The rule's bit in the sets of rules; rules of one phase are neighbours, in the order in which they run. */
    final int index;

    final RuleInfo info;
    final Link[] links;
    final boolean logs;
    final Disruption disruption;

    /** How many rules of the phase to pass over after a match. */
    final int skip;

    /** The index of the rule to go on with after a match, or -1. */
    final int skipTo;

    /** Whether a later link asks what earlier ones matched. */
    final boolean recordsMatches;

    final RuleTraits traits;

    Rule(
            int index,
            RuleInfo info,
            List<Link> links,
            boolean logs,
            Disruption disruption,
            int skip,
            int skipTo,
            boolean recordsMatches,
            RuleTraits traits) {
        this.index = index;
        this.info = info;
        this.links = links.toArray(new Link[0]);
        this.logs = logs;
        this.disruption = disruption;
        this.skip = skip;
        this.skipTo = skipTo;
        this.recordsMatches = recordsMatches;
        this.traits = traits;
    }

    /** Runs a rule that is covered, on the values that a scan found. Whether all links matched. */
    boolean matches(Execution execution, Scan scan, int fromHit, int toHit) {
        execution.begin(this);
        ValueLink first = (ValueLink) links[0];
        if (!first.matches(execution, this, links.length == 1, scan, fromHit, toHit)) {
            return false;
        }
        for (int i = 1; i < links.length; i++) {
            if (!links[i].matches(execution, this, i == links.length - 1)) {
                return false;
            }
        }
        return true;
    }

    /** Runs the rule. Whether all links matched. */
    boolean matches(Execution execution) {
        execution.begin(this);
        for (int i = 0; i < links.length; i++) {
            if (!links[i].matches(execution, this, i == links.length - 1)) {
                return false;
            }
        }
        return true;
    }
}
