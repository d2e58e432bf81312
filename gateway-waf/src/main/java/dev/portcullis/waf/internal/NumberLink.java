package dev.portcullis.waf.internal;

/**
 * A link that compares one number: a counter of {@code TX}, a count of values, a variable that is a number. Most gates of
 * a rule set are of this kind, so no bytes are made unless the link matches and something asks for them.
 */
final class NumberLink extends Link {
    private final Target target;
    private final Comparison comparison;
    private final Template argument;

    NumberLink(LinkHead head, Target target, Comparison comparison, Template argument) {
        super(head);
        this.target = target;
        this.comparison = comparison;
        this.argument = argument;
    }

    /** Whether a target is one number, or none. */
    static boolean isNumber(Target target) {
        return target.count
                || (target.place >= 0 && !target.hasExclusions())
                || target.variable.kind == Variable.Kind.NUMBER;
    }

    /** Whether it compares one variable of TX with a number that never changes. */
    boolean isFixed() {
        return !target.count && target.place >= 0 && argument.isConstant();
    }

    int place() {
        return target.place;
    }

    /** Whether a fixed link always comes out as another one. */
    boolean isSameTest(NumberLink other) {
        return target.place == other.target.place
                && comparison == other.comparison
                && negated == other.negated
                && argument.constantNumber() == other.argument.constantNumber();
    }

    /** Whether a fixed link matches. */
    boolean test(TxStore tx) {
        return tx.has(target.place) && comparison.test(tx.number(target.place), argument.constantNumber()) != negated;
    }

    @Override
    boolean looksAt(Variable variable) {
        return target.variable == variable;
    }

    @Override
    boolean matches(Execution execution, Rule rule, boolean last) {
        Target of = target;
        long value;
        if (of.count) {
            value = execution.count(rule, this, of);
        } else if (of.place >= 0) {
            TxStore tx = execution.tx();
            if (!tx.has(of.place) || isRemoved(execution, rule)) {
                return false;
            }
            value = tx.number(of.place);
        } else {
            value = execution.values().number(of.variable);
        }
        if (comparison.test(value, argument.number(execution)) == negated) {
            return false;
        }
        execution.matched(rule, this, last, of, value);
        return true;
    }

    private boolean isRemoved(Execution execution, Rule rule) {
        if (!execution.removals().concern(rule)) {
            return false;
        }
        Entry entry = execution.txEntry(target.place);
        return entry != null && execution.removals().covers(rule, this, target, entry);
    }
}
