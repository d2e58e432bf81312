package dev.portcullis.waf.operator;

import dev.portcullis.waf.pattern.Finding;
import dev.portcullis.waf.pattern.MalformedPatternException;
import dev.portcullis.waf.pattern.Match;
import dev.portcullis.waf.pattern.Pattern;

/**
 * {@code @verifyCC}, {@code @verifyCPF}, {@code @verifySSN}, {@code @verifySVNR}: whether something that a pattern finds is
 * such a number. Every place is tried where a match can start; captures the first that holds.
 */
final class VerifyOperator implements Operator {
    private final Pattern pattern;
    private final NumberCheck check;

    private VerifyOperator(Pattern pattern, NumberCheck check) {
        this.pattern = pattern;
        this.check = check;
    }

    static Compiled<Operator> of(NumberCheck check, byte[] argument, OperatorOptions options) {
        if (argument.length == 0) {
            return Compiled.refused("a pattern is needed that finds candidates");
        }
        try {
            return Compiled.ready(new VerifyOperator(RxOperator.compile(argument, options.matchLimit()), check));
        } catch (MalformedPatternException e) {
            return Compiled.refused("the pattern cannot be used: " + e.getMessage());
        }
    }

    @Override
    public boolean matches(byte[] value, int from, int to, Evaluation evaluation) {
        if (pattern.find(value, from, to) == Finding.NOT_FOUND) {
            return false;
        }
        Match match = Match.ofGroups(0);
        int[] digits = new int[NumberCheck.MOST_DIGITS];
        long budget = WorkBudget.steps(to - from);
        long work = 0;
        int at = from;
        while (at < to) {
            Finding finding = pattern.find(value, from, to, at, match);
            if (finding == Finding.NOT_FOUND) {
                return false;
            }
            work += match.end(0) - match.start(0);
            if (finding == Finding.BUDGET_EXCEEDED || match.steps() + work > budget) {
                evaluation.exhausted();
                return false;
            }
            if (isNumber(value, match.start(0), match.end(0), digits)) {
                if (evaluation.capturing()) {
                    evaluation.capture(0, value, match.start(0), match.end(0));
                }
                return true;
            }
            at = match.start(0) + 1;
        }
        return false;
    }

    private boolean isNumber(byte[] value, int from, int to, int[] digits) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if (Ascii.isDigit(value[i])) {
                if (count == digits.length) {
                    return false;
                }
                digits[count++] = value[i] - '0';
            }
        }
        return check.holds(digits, count);
    }
}
