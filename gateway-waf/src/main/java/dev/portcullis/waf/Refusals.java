package dev.portcullis.waf;

import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Turns the end of a transaction into a verdict of the gateway. */
final class Refusals {
    private static final int RULES_NAMED = 10;
    private static final int TOO_LARGE = 413;

    private Refusals() {}

    static Rejection of(Interruption stop, Transaction transaction, String route) {
        boolean response = stop.phase() >= 3;
        return Rejection.of(reason(stop, response), code(stop, response), detail(stop, transaction, route));
    }

    private static Reason reason(Interruption stop, boolean response) {
        if (response) {
            return Reason.BAD_RESPONSE;
        }
        boolean size = stop.cause() == Interruption.Cause.LIMIT && stop.status() == TOO_LARGE;
        return size ? Reason.TOO_LARGE : Reason.MALICIOUS;
    }

    private static String code(Interruption stop, boolean response) {
        return switch (stop.cause()) {
            case LIMIT -> stop.limit();
            case SCORE -> response ? "waf.response_score" : "waf.score";
            case BODY -> response ? "waf.response_rule" : "waf.body_malformed";
            case RULE -> response ? "waf.response_rule" : "waf.rule";
        };
    }

    /** Rules and names of values; the values themselves may be personal data. */
    private static String detail(Interruption stop, Transaction transaction, String route) {
        if (stop.cause() == Interruption.Cause.LIMIT) {
            return "limit " + stop.limit() + " in phase " + stop.phase();
        }
        StringBuilder detail = new StringBuilder("rule ")
                .append(stop.rule())
                .append(" in phase ")
                .append(stop.phase());
        List<Match> matches = transaction.matches();
        String before = "; matched ";
        int named = 0;
        for (Match match : matches) {
            if (match.interrupted()) {
                continue;
            }
            if (named++ == RULES_NAMED) {
                detail.append(", ...");
                break;
            }
            detail.append(before).append(match.ruleId());
            if (!match.variable().isEmpty()) {
                detail.append(" at ");
                PrintableName.append(detail, match.variable());
            }
            before = ", ";
        }
        if (!matches.isEmpty()) {
            detail.append("; to let it pass, exclude: ").append(advice(matches, route));
        }
        return detail.toString();
    }

    /** An exclusion for each rule and value that found something, as a list of the policy. */
    private static String advice(List<Match> matches, String route) {
        Set<String> exclusions = new LinkedHashSet<>();
        for (Match match : matches) {
            if (!match.interrupted() && exclusions.size() < RULES_NAMED) {
                exclusions.add(ExclusionAdvice.of(match, route));
            }
        }
        if (exclusions.isEmpty()) {
            // The rule that refuses is the one that found it.
            exclusions.add(ExclusionAdvice.of(matches.get(0), route));
        }
        return "[" + String.join(", ", exclusions) + "]";
    }
}
