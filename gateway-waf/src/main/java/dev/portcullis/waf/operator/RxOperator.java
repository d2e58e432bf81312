package dev.portcullis.waf.operator;

import dev.portcullis.waf.pattern.Finding;
import dev.portcullis.waf.pattern.MalformedPatternException;
import dev.portcullis.waf.pattern.Match;
import dev.portcullis.waf.pattern.Pattern;
import dev.portcullis.waf.pattern.PatternFlag;
import dev.portcullis.waf.pattern.Prefilter;
import java.util.EnumSet;
import java.util.Set;

/**
 * {@code @rx} and {@code @rxGlobal}: whether a pattern occurs, read with {@code DOTALL} and {@code MULTILINE}. Captures the
 * match and its groups 1 to 9; {@code @rxGlobal} those of every match in turn, so that the last one stays.
 */
public final class RxOperator implements Operator {
    static final int GROUPS = 9;
    private static final Set<PatternFlag> FLAGS = EnumSet.of(PatternFlag.DOTALL, PatternFlag.MULTILINE);

    private final Pattern pattern;
    private final boolean global;

    private RxOperator(Pattern pattern, boolean global) {
        this.pattern = pattern;
        this.global = global;
    }

    static Compiled<Operator> of(byte[] argument, boolean global, OperatorOptions options) {
        try {
            return Compiled.ready(new RxOperator(compile(argument, options.matchLimit()), global));
        } catch (MalformedPatternException e) {
            return Compiled.refused("the pattern cannot be used: " + e.getMessage());
        }
    }

    static Pattern compile(byte[] argument, int matchLimit) {
        return Pattern.compile(argument, FLAGS, matchLimit);
    }

    /** The pattern. */
    public Pattern pattern() {
        return pattern;
    }

    /** Whether every match is captured in turn and not the first one alone. */
    public boolean isGlobal() {
        return global;
    }

    @Override
    public int addTo(Prefilter.Builder prefilter) {
        return prefilter.add(pattern);
    }

    @Override
    public boolean matches(byte[] value, int from, int to, Evaluation evaluation) {
        return matches(pattern, global, value, from, to, evaluation);
    }

    static boolean matches(Pattern pattern, boolean global, byte[] value, int from, int to, Evaluation evaluation) {
        if (evaluation.capturing() && pattern.isLinear()) {
            // The search for bounds begins with the one that tells whether there is a match.
            return captureAll(pattern, global, value, from, to, evaluation);
        }
        Finding finding = pattern.find(value, from, to);
        if (finding != Finding.FOUND) {
            if (finding == Finding.BUDGET_EXCEEDED) {
                evaluation.exhausted();
            }
            return false;
        }
        if (evaluation.capturing()) {
            captureAll(pattern, global, value, from, to, evaluation);
        }
        return true;
    }

    /** Whether there is a match, whose bounds and groups are then captured. */
    private static boolean captureAll(
            Pattern pattern, boolean global, byte[] value, int from, int to, Evaluation evaluation) {
        if (!global && pattern.isWholeText()) {
            evaluation.capture(0, value, from, to);
            return true;
        }
        Match match = Match.ofGroups(Math.min(GROUPS, pattern.groups()));
        long budget = WorkBudget.steps(to - from);
        boolean any = false;
        int at = from;
        while (at <= to && pattern.find(value, from, to, at, match) == Finding.FOUND) {
            any = true;
            for (int group = 0; group <= match.groups(); group++) {
                if (match.start(group) >= 0) {
                    evaluation.capture(group, value, match.start(group), match.end(group));
                }
            }
            if (!global || match.steps() > budget) {
                return true;
            }
            at = match.end(0) > match.start(0) ? match.end(0) : match.end(0) + 1;
        }
        return any;
    }
}
