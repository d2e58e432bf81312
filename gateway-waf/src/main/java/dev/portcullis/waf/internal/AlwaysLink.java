package dev.portcullis.waf.internal;

/** A link without a condition: {@code SecAction}. */
final class AlwaysLink extends Link {
    AlwaysLink(LinkHead head) {
        super(head);
    }

    @Override
    boolean matches(Execution execution, Rule rule, boolean last) {
        execution.matched(rule, this, last);
        return true;
    }
}
