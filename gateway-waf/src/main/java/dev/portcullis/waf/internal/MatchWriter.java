package dev.portcullis.waf.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what matched: a copy of everything, cut to a length, with the rule's macros expanded. */
final class MatchWriter {
    private static final int LONGEST = 2048;

    private MatchWriter() {}

    static Matched write(Execution execution, Rule rule, Link link, boolean refuses) {
        Text value = execution.last().value();
        List<Text> tags = new ArrayList<>(rule.info.tags().size());
        for (RuleInfo.Message tag : rule.info.tags()) {
            tags.add(expand(execution, tag));
        }
        return new Matched(
                rule.info,
                link.operatorName,
                link.operatorArgument,
                link.negated,
                cut(execution.last().name()),
                cut(value),
                value.length(),
                expand(execution, rule.info.message()),
                expand(execution, rule.info.data()),
                tags,
                refuses,
                link.first && execution.last().isValue(),
                rule.disruption.status());
    }

    private static Text cut(Text text) {
        return Text.of(Arrays.copyOfRange(text.bytes, text.from, Math.min(text.to, text.from + LONGEST)));
    }

    private static Text expand(Execution execution, RuleInfo.@Nullable Message message) {
        return message == null ? Text.EMPTY : message.template().copy(execution, LONGEST);
    }
}
