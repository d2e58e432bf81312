package dev.portcullis.waf.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A link that puts the values of its targets through a chain of transformations and asks an operator. */
final class ValueLink extends Link {
    private final Target[] targets;
    private final Condition condition;
    private final Chain chain;
    private final boolean multiMatch;
    private final boolean capture;

    ValueLink(
            LinkHead head,
            List<Target> targets,
            Condition condition,
            Chain chain,
            boolean multiMatch,
            boolean capture) {
        super(head);
        this.targets = targets.toArray(new Target[0]);
        this.condition = condition;
        this.chain = chain;
        this.multiMatch = multiMatch;
        this.capture = capture;
    }

    Target[] targets() {
        return targets;
    }

    Condition condition() {
        return condition;
    }

    Chain chain() {
        return chain;
    }

    boolean isMultiMatch() {
        return multiMatch;
    }

    /**
     * As {@link #matches}, for the values that a scan found alone: hits from one index on up to another.
     */
    boolean matches(Execution execution, Rule rule, boolean last, Scan scan, int fromHit, int toHit) {
        boolean any = false;
        long before = -1;
        for (int i = fromHit; i < toHit; i++) {
            long hit = scan.hit(i);
            if (hit == before) {
                continue;
            }
            before = hit;
            Target target = targets[Hit.target(hit)];
            Entry entry =
                    execution.values().list(target.sources[Hit.source(hit)]).get(Hit.entry(hit));
            if (target.accepts(entry)
                    && !execution.removals().covers(rule, this, target, entry)
                    && test(execution, rule, last, target, entry)) {
                any = true;
                if (execution.isStopped()) {
                    return true;
                }
            }
        }
        return any;
    }

    @Override
    boolean looksAt(Variable variable) {
        for (Target target : targets) {
            if (target.variable == variable) {
                return true;
            }
        }
        return false;
    }

    @Override
    boolean matches(Execution execution, Rule rule, boolean last) {
        boolean any = false;
        for (Target target : targets) {
            if (target.count) {
                any |= test(execution, rule, last, target, execution.countEntry(rule, this, target));
            } else if (target.place >= 0) {
                Entry entry = execution.txEntry(target.place);
                if (entry != null
                        && target.accepts(entry)
                        && !execution.removals().covers(rule, this, target, entry)) {
                    any |= test(execution, rule, last, target, entry);
                }
            } else if (target.variable == Variable.TX) {
                any |= testAll(execution, rule, last, target, execution.txEntries(target.pattern()));
            } else {
                for (Variable source : target.sources) {
                    any |= testAll(
                            execution, rule, last, target, execution.values().list(source));
                }
            }
            if (any && execution.isStopped()) {
                return true;
            }
        }
        return any;
    }

    private boolean testAll(Execution execution, Rule rule, boolean last, Target target, EntryList list) {
        boolean any = false;
        for (int i = 0, size = list.size(); i < size; i++) {
            Entry entry = list.get(i);
            if (target.accepts(entry)
                    && !execution.removals().covers(rule, this, target, entry)
                    && test(execution, rule, last, target, entry)) {
                any = true;
                if (execution.isStopped()) {
                    break;
                }
            }
        }
        return any;
    }

    private boolean test(Execution execution, Rule rule, boolean last, Target target, Entry entry) {
        Text text = chain.apply(entry, execution.slices());
        if (!multiMatch) {
            return testText(execution, rule, last, target, entry, text);
        }
        return testSteps(execution, rule, last, target, entry, chain, null);
    }

    /** Asks about the value itself and what it is after each step that changes it, first to last. */
    private boolean testSteps(
            Execution execution,
            Rule rule,
            boolean last,
            Target target,
            Entry entry,
            Chain step,
            @Nullable Text after) {
        Text text = step.apply(entry, execution.slices());
        boolean any = !step.isRoot() && testSteps(execution, rule, last, target, entry, step.parent(), text);
        if (text != after && !(any && execution.isStopped())) {
            any |= testText(execution, rule, last, target, entry, text);
        }
        return any;
    }

    private boolean testText(Execution execution, Rule rule, boolean last, Target target, Entry entry, Text text) {
        execution.capturing(capture && !negated);
        boolean found = condition.isMetBy(text, execution);
        execution.capturing(false);
        if (found == negated) {
            return false;
        }
        execution.matched(rule, this, last, target, entry, text);
        return true;
    }
}
