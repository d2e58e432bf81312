package dev.portcullis.waf.operator;

/**
 * An operator whose argument is known only when a request is there, because it holds a macro
 * ({@code @within %{tx.allowed_methods}}). The caller expands the macro. Safe for any number of threads.
 */
@FunctionalInterface
public interface MacroOperator {
    /**
     * Whether {@code value[from, to)} matches, given the argument {@code argument[argumentFrom, argumentTo)}.
     *
     * @param value not to be changed, nor kept
     * @param argument not to be changed, nor kept
     */
    boolean matches(
            byte[] value, int from, int to, byte[] argument, int argumentFrom, int argumentTo, Evaluation evaluation);
}
