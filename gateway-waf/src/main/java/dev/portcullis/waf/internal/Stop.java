package dev.portcullis.waf.internal;

/**
 * The end of a transaction: a rule refused it, or a limit did.
 *
 * @param kind a refusing kind
 * @param location where a redirect leads, else empty
 * @param rule the id of the rule, or 0 for a limit
 * @param limit the limit's code, such as {@code waf.arguments}, else empty
 */
public record Stop(Kind kind, int status, String location, long rule, int phase, String limit, Cause cause) {
    /** What it is about. */
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

    /** How it ends. */
    public enum Kind {
        /** With a status. */
        DENY,
        /** By closing the connection. */
        DROP,
        /** With another place to go. */
        REDIRECT,
        /** With a status, because a limit was reached. */
        LIMIT
    }
}
