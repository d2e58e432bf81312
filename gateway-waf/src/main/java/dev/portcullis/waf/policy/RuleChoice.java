package dev.portcullis.waf.policy;

import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Members;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.gateway.policy.shape.Values;
import dev.portcullis.waf.RuleSelector;

/** The members {@code rule} and {@code tag}, one of which says what rules are meant. */
final class RuleChoice {
    private final Member<Long> rule;
    private final Member<String> tag;

    RuleChoice(Members members) {
        rule = members.optional("rule", Shapes.number(1, Long.MAX_VALUE));
        tag = members.optional("tag", Shapes.text());
        members.exactlyOne(rule, tag);
    }

    RuleSelector of(Values values) {
        Long id = values.orNull(rule);
        return id != null ? RuleSelector.id(id) : RuleSelector.tag(values.get(tag));
    }
}
