package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

/**
 * One rule that matched, for records and never for the client. What is here is as it was found: whoever writes it down
 * redacts it first, by the target.
 *
 * @param rule the rule's number
 * @param message what the rule says of itself, without anything that the client sent
 * @param target where it matched, as the rule language names it: {@code ARGS:comment}, {@code REQUEST_HEADERS:User-Agent}
 * @param data what it matched there, cut to a bounded length; may hold a secret
 * @param shadow whether the rule alone runs in shadow, so that nothing came of the match
 * @param exclusion what an operator can exclude, so that the match does not come again
 */
public record RuleMatch(long rule, String message, String target, String data, boolean shadow, Exclusion exclusion) {
    /** What can be excluded of a rule and the value that it matched. */
    public enum Exclusion {
        /** Nothing: the rule only decided upon what others found. */
        NONE,
        /** The rule as a whole: it looked at no single value. */
        RULE,
        /** The value alone, by its target; the rule goes on looking at others. */
        TARGET
    }

    /** A match of a rule that counts, and whose target can be excluded. */
    public RuleMatch(long rule, String message, String target, String data) {
        this(rule, message, target, data, false, Exclusion.TARGET);
    }

    /** Checks that all is there. */
    public RuleMatch {
        requireNonNull(message, "message");
        requireNonNull(target, "target");
        requireNonNull(data, "data");
        requireNonNull(exclusion, "exclusion");
    }

    /** Rule and target only: the data may be a secret. */
    @Override
    public String toString() {
        return "RuleMatch[" + rule + " at " + target + "]";
    }
}
