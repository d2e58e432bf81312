package dev.portcullis.waf;

import dev.portcullis.gateway.RuleMatch;
import dev.portcullis.gateway.RuleMatches;
import java.util.ArrayList;
import java.util.List;

/** What audit is told about the matches of a transaction: as many as are wanted, the first of each rule before others. */
final class ListedMatches {
    private final List<RuleMatch> listed = new ArrayList<>();
    private final int most;

    private ListedMatches(int most) {
        this.most = most;
    }

    static RuleMatches of(Transaction transaction, int most) {
        ListedMatches matches = new ListedMatches(most);
        matches.add(transaction.matches(), false);
        matches.add(transaction.shadowMatches(), true);
        matches.add(transaction.furtherMatches(), false);
        return new RuleMatches(matches.listed, (int) Math.min(Integer.MAX_VALUE, matches.omitted(transaction)));
    }

    private void add(List<Match> matches, boolean shadow) {
        for (int i = 0; i < matches.size() && listed.size() < most; i++) {
            Match match = matches.get(i);
            listed.add(new RuleMatch(
                    match.ruleId(),
                    RecordedMessage.of(match.writtenMessage(), match.message()),
                    match.variable(),
                    match.data(),
                    shadow,
                    exclusion(match)));
        }
    }

    /** A rule that refuses is excluded only where it is the one that found something; else it adds up what others found. */
    private RuleMatch.Exclusion exclusion(Match match) {
        if (match.interrupted() && !listed.isEmpty()) {
            return RuleMatch.Exclusion.NONE;
        }
        return match.excludableTarget().isEmpty() ? RuleMatch.Exclusion.RULE : RuleMatch.Exclusion.TARGET;
    }

    private long omitted(Transaction transaction) {
        return transaction.droppedMatches()
                + transaction.matchCount()
                + transaction.shadowMatchCount()
                + transaction.furtherMatchCount()
                - listed.size();
    }
}
