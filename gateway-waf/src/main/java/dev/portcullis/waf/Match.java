package dev.portcullis.waf;

import dev.portcullis.waf.internal.Matched;
import dev.portcullis.waf.internal.RuleInfo;
import dev.portcullis.waf.internal.Text;
import java.util.List;

/** A rule matched a value. Immutable; outlives its transaction. Long texts are cut. */
public final class Match {
    private final Matched matched;
    private final LogLine.Context context;

    Match(Matched matched, LogLine.Context context) {
        this.matched = matched;
        this.context = context;
    }

    /** The id of the rule, or of the rule that starts its chain. */
    public long ruleId() {
        return matched.rule().id();
    }

    /** The phase of the rule, 1 to 5. */
    public int phase() {
        return matched.rule().phase();
    }

    /** The severity of the rule: 0, emergency, to 7, debug; -1 if it has none. */
    public int severity() {
        return matched.rule().severity();
    }

    /** The tags of the rule, macros expanded. */
    public List<String> tags() {
        return matched.tags().stream().map(Text::latin1).toList();
    }

    /** The rule's message, macros expanded, one character a byte; empty if it has none. */
    public String message() {
        return matched.message().latin1();
    }

    /** The rule's message as it is written, macros not expanded: nothing of the request stands in it. */
    public String writtenMessage() {
        RuleInfo.Message message = matched.rule().message();
        return message == null ? "" : message.written();
    }

    /** The name of the value as an exclusion takes it; empty where the rule can only be excluded as a whole. */
    String excludableTarget() {
        String name = variable();
        return matched.excludable() ? name : "";
    }

    /** The rule's log data, macros expanded, one character a byte; empty if it has none. */
    public String data() {
        return matched.data().latin1();
    }

    /** The name of the value, such as {@code ARGS:q}, one character a byte; empty for a rule without a condition. */
    public String variable() {
        return matched.variable().latin1();
    }

    /** The bytes that matched, after the transformations of the rule; at most the first 2048. */
    public byte[] value() {
        return matched.value().toByteArray();
    }

    /** The file of the rule. */
    public String file() {
        return matched.rule().position().file();
    }

    /** The line of the rule, counted from 1. */
    public int line() {
        return matched.rule().position().line();
    }

    /** Whether this match ended the transaction. */
    public boolean interrupted() {
        return matched.refused();
    }

    /**
     * The line that ModSecurity would log: printable ASCII, other bytes as {@code \xHH}, so that no value can break out
     * of it.
     */
    public String logLine() {
        return LogLine.of(matched, context);
    }

    /** Id and variable alone: values may be personal data. */
    @Override
    public String toString() {
        RuleInfo rule = matched.rule();
        return "Match[" + rule.id() + " at " + variable() + "]";
    }
}
