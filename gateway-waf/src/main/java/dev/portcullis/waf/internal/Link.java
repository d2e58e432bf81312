package dev.portcullis.waf.internal;

/** One link of a rule's chain. Immutable. */
abstract class Link {
    private static final Action[] NO_ACTIONS = {};

    final boolean first;
    final Action[] actions;

    /** The operator as written, for logs. */
    final String operatorName;

    final String operatorArgument;
    final boolean negated;

    Link(LinkHead head) {
        this.first = head.first();
        this.actions = head.actions().isEmpty() ? NO_ACTIONS : head.actions().toArray(new Action[0]);
        this.operatorName = head.operatorName();
        this.operatorArgument = head.operatorArgument();
        this.negated = head.negated();
    }

    /** Whether it looks at values of the variable. */
    boolean looksAt(Variable variable) {
        return false;
    }

    /**
     * Looks at all values and tells the execution of each that matches, which runs the actions.
     *
     * @param last whether this link completes the rule
     * @return whether one matched
     */
    abstract boolean matches(Execution execution, Rule rule, boolean last);
}
