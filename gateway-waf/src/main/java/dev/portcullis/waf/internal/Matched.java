package dev.portcullis.waf.internal;

import java.util.List;

/**
 * A rule matched a value. A copy that outlives the transaction; long texts are cut.
 *
 * @param operator the name of the last link's operator, empty without one
 * @param variable the name of the value, such as {@code ARGS:q}
 * @param value the bytes that matched, transformed
 * @param valueLength how many there were before they were cut
 * @param message the rule's message, macros expanded
 * @param data the rule's log data, macros expanded
 * @param excludable whether the rule's first link looked at the value, so that an exclusion can take it away
 * @param refused whether the match ended the transaction
 */
public record Matched(
        RuleInfo rule,
        String operator,
        String argument,
        boolean negated,
        Text variable,
        Text value,
        int valueLength,
        Text message,
        Text data,
        List<Text> tags,
        boolean refused,
        boolean excludable,
        int status) {}
