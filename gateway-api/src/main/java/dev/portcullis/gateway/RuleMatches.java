package dev.portcullis.gateway;

import java.util.List;

/**
 * The rules that matched in one exchange. A filter leaves them on the exchange, and with its {@link Rejection}, where they
 * are found in shadow too.
 *
 * @param matches in the order of matching, as many as are worth telling
 * @param omitted how many more there were
 */
public record RuleMatches(List<RuleMatch> matches, int omitted) {
    /** None matched. */
    public static final RuleMatches NONE = new RuleMatches(List.of(), 0);

    /** Set by a filter whose rules matched, whether it refused or not; what it says last counts. */
    public static final Key<RuleMatches> KEY = Key.of("rule-matches", RuleMatches.class);

    /** Copies the matches. */
    public RuleMatches {
        matches = List.copyOf(matches);
        if (omitted < 0) {
            throw new IllegalArgumentException("omitted: " + omitted);
        }
    }
}
