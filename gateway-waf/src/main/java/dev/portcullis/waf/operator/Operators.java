package dev.portcullis.waf.operator;

import static java.util.Objects.requireNonNull;

/** Operators by the names that rules give them. */
public final class Operators {
    private Operators() {}

    /**
     * Compiles an operator with a fixed argument. {@code @geoLookup} and {@code @rbl}, which need a provider, are not
     * known here.
     *
     * @param name without {@code @}, in any case, such as {@code pmFromFile}
     * @param argument the bytes of the argument as the rule gives them, quotes and their escapes resolved
     */
    public static Compiled<Operator> compile(String name, byte[] argument, OperatorOptions options) {
        requireNonNull(argument, "argument");
        requireNonNull(options, "options");
        return Compiled.refused("unknown operator @" + name);
    }

    /**
     * Compiles an operator whose argument holds a macro and so is known only for a request: the comparisons of numbers
     * and of strings, {@code @within}, {@code @rx} and the like. Where an argument's macro makes no sense, as with
     * {@code @validateByteRange}, it is refused.
     *
     * @param name without {@code @}, in any case
     */
    public static Compiled<MacroOperator> compileMacro(String name, OperatorOptions options) {
        requireNonNull(options, "options");
        return Compiled.refused("@" + name + " does not take a macro");
    }
}
