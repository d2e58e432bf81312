package dev.portcullis.waf.pattern;

/** What a search came to. */
public enum Finding {
    /** The pattern occurs in the value. */
    FOUND,
    /** The pattern does not occur in the value. */
    NOT_FOUND,
    /**
     * The search was given up: a pattern that needs backtracking ran out of steps or of memory for its alternatives.
     * Nothing is known about the value. A pattern that is {@linkplain Pattern#isLinear() linear} never ends so.
     */
    BUDGET_EXCEEDED
}
