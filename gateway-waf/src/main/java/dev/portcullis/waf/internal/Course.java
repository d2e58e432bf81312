package dev.portcullis.waf.internal;

import org.jspecify.annotations.Nullable;

/**
 * The way of one transaction through the rules of one phase: from each rule to the next that has to be run. Rules run one by
 * one until the first that a scan covers; then the values are scanned, and rules that cannot match are passed over. When
 * something changes what the scan went by, it begins anew from there.
 */
final class Course {
    private final Execution execution;
    private final ScanDomain domain;
    private final Scan scan;
    private final int end;

    private @Nullable ScanPlan plan;
    private int cursor;
    private int txChanges;
    private int removalChanges;

    Course(Execution execution, ScanDomain domain, Scan scan, int end) {
        this.execution = execution;
        this.domain = domain;
        this.scan = scan;
        this.end = end;
    }

    /** The first rule to run from an index on; the end or more if there is none. */
    int next(int index) {
        int at = index;
        while (at < end) {
            ScanPlan current = plan;
            if (current != null && isStale()) {
                current = null;
                plan = null;
            }
            if (current == null) {
                at = execution.removals().next(at);
                if (at >= end || !domain.isBeginning(at) || execution.movesGates()) {
                    return at;
                }
                current = begin(at);
            }
            int found = next(current, at);
            if (found >= end || !execution.removals().has(found)) {
                return found;
            }
            at = found + 1;
        }
        return at;
    }

    private int next(ScanPlan current, int at) {
        while (scan.ruleAt(cursor) < at) {
            cursor++;
        }
        return Math.min(scan.ruleAt(cursor), Bits.next(current.always, at));
    }

    private ScanPlan begin(int at) {
        TxStore tx = execution.tx();
        ScanPlan made = domain.plan(execution.program().gates.outcomes(tx));
        scan.update(made);
        cursor = scan.indexOf(at);
        txChanges = tx.changes();
        removalChanges = execution.removals().changes();
        plan = made;
        return made;
    }

    private boolean isStale() {
        return execution.tx().changes() != txChanges || execution.removals().changes() != removalChanges;
    }

    /** Runs a rule that {@link #next} gave; whether it matched. */
    boolean run(Rule rule) {
        if (plan == null || !domain.isCovered(rule.index)) {
            return rule.matches(execution);
        }
        int from = cursor;
        int to = from;
        while (scan.ruleAt(to) == rule.index) {
            to++;
        }
        cursor = to;
        return rule.matches(execution, scan, from, to);
    }
}
