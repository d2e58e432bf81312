package dev.portcullis.waf;

/**
 * The refusal of a request or a response, by a rule or by a limit. It always has a status.
 *
 * @param status the rule's own, such as 403; 413 or 403 for a limit
 * @param location where a redirect leads, else empty
 * @param rule the id of the rule, 0 for a limit
 * @param phase 1 to 4: when it was decided
 * @param limit the code of the limit, such as {@code waf.arguments}, else empty
 * @param cause what it is about
 */
public record Interruption(
        Action action, int status, String location, long rule, int phase, String limit, Cause cause) {
    /** What a refusal is about. */
    public enum Cause {
        /** One rule found something. */
        RULE,
        /** What rules found adds up to too much. */
        SCORE,
        /** The body cannot be read, or not in one way only. */
        BODY,
        /** A limit was reached. */
        LIMIT
    }

    /** What the rule wants done. */
    public enum Action {
        /** Answer with the status. */
        DENY,
        /** Close the connection; where that cannot be, answer with the status. */
        DROP,
        /** Answer with a redirect to the location. */
        REDIRECT
    }
}
