package dev.portcullis.waf.internal;

import org.jspecify.annotations.Nullable;

/**
 * The way of one transaction through the rules of two neighbouring phases, one after the other: from each rule to the next that has to be run. Rules run one by
 * one until a plan can be chosen; before the first rule that a scan covers the values are scanned, and rules that cannot match
 * are passed over. When something changes what the plan went by, it begins anew from there.
 */
final class Course {
    private final Execution execution;
    private final ScanDomain domain;
    private final Scan scan;
    private int end;

    private @Nullable ScanPlan plan;
    private boolean scanned;
    private int cursor;
    private int txChanges;
    private int removalChanges;

    Course(Execution execution, ScanDomain domain) {
        this.execution = execution;
        this.domain = domain;
        this.scan = new Scan(domain, execution.values());
    }

    /** The course of a phase that begins. */
    Course through(int endOfPhase) {
        end = endOfPhase;
        plan = null;
        cursor = 0;
        return this;
    }

    /** Without anything left of the transaction. */
    void forget() {
        scan.forget();
        plan = null;
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
                current = at < end && domain.isBeginning(at) && !execution.movesGates() ? choose(at) : null;
                if (current == null) {
                    return at;
                }
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
        int always = Bits.next(current.always, at);
        if (!scanned) {
            int covered = Bits.next(current.covered, at);
            if (covered > always || covered >= end) {
                return always;
            }
            scan.update(current);
            cursor = scan.indexOf(at);
            scanned = true;
        }
        while (scan.ruleAt(cursor) < at) {
            cursor++;
        }
        return Math.min(scan.ruleAt(cursor), always);
    }

    /** The plan for the outcomes of the gates; null if there is none and no need to make one yet. */
    private @Nullable ScanPlan choose(int at) {
        TxStore tx = execution.tx();
        long outcomes = execution.program().gates.outcomes(tx);
        ScanPlan chosen = domain.isCovered(at) ? domain.plan(outcomes) : domain.find(outcomes);
        scanned = false;
        txChanges = tx.changes();
        removalChanges = execution.removals().changes();
        plan = chosen;
        return chosen;
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
