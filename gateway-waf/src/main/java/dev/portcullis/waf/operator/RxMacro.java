package dev.portcullis.waf.operator;

import static java.util.Objects.requireNonNull;

import dev.portcullis.waf.pattern.MalformedPatternException;
import dev.portcullis.waf.pattern.Pattern;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@code @rx} with a macro in its pattern. The last pattern is kept, since such macros hardly ever change. A text that is no
 * pattern, or one too long to compile while a request waits, counts as a budget that ran out: the rule could not be
 * honoured, and that must show.
 */
final class RxMacro implements MacroOperator {
    private static final int LONGEST = 8192;

    private final boolean global;
    private final int matchLimit;
    private volatile @Nullable Last last;

    private static final class Last {
        private final byte[] text;
        private final Pattern pattern;

        private Last(byte[] text, Pattern pattern) {
            this.text = text;
            this.pattern = pattern;
        }
    }

    RxMacro(boolean global, int matchLimit) {
        this.global = global;
        this.matchLimit = matchLimit;
    }

    @Override
    public boolean matches(
            byte[] value, int from, int to, byte[] argument, int argumentFrom, int argumentTo, Evaluation evaluation) {
        Last current = last;
        if (current == null
                || !Arrays.equals(current.text, 0, current.text.length, argument, argumentFrom, argumentTo)) {
            current = compile(argument, argumentFrom, argumentTo);
            if (current == null) {
                evaluation.exhausted();
                return false;
            }
            last = current;
        }
        return RxOperator.matches(requireNonNull(current).pattern, global, value, from, to, evaluation);
    }

    private @Nullable Last compile(byte[] argument, int from, int to) {
        if (to - from > LONGEST) {
            return null;
        }
        byte[] text = Arrays.copyOfRange(argument, from, to);
        try {
            return new Last(text, RxOperator.compile(text, matchLimit));
        } catch (MalformedPatternException e) {
            return null;
        }
    }
}
