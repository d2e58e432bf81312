package dev.portcullis.waf.operator;

import static java.util.Objects.requireNonNull;

/**
 * What became of an operator's text at load: the operator, or the reason why it cannot be honoured. A refusal is a value,
 * so that a loader can list all of them.
 *
 * @param <T> {@link Operator} or {@link MacroOperator}
 */
public sealed interface Compiled<T> {
    /** The operator is ready. */
    record Ready<T>(T operator) implements Compiled<T> {
        /** Checks that there is an operator. */
        public Ready {
            requireNonNull(operator, "operator");
        }
    }

    /**
     * The operator cannot be honoured.
     *
     * @param reason what is wrong with it, as a sentence without a full stop, for the author of the rule
     */
    record Refused<T>(String reason) implements Compiled<T> {
        /** Checks that there is a reason. */
        public Refused {
            requireNonNull(reason, "reason");
        }
    }

    /** An operator that is ready. */
    static <T> Compiled<T> ready(T operator) {
        return new Ready<>(operator);
    }

    /** An operator that cannot be honoured, and why. */
    static <T> Compiled<T> refused(String reason) {
        return new Refused<>(reason);
    }
}
