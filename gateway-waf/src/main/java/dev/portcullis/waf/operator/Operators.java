package dev.portcullis.waf.operator;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

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
        byte[] own = argument.clone();
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "rx" -> RxOperator.of(own, false, options);
            case "rxglobal" -> RxOperator.of(own, true, options);
            case "pm" -> PhraseOperator.of(own);
            case "pmfromfile", "pmf" -> PhraseOperator.fromFiles(own, options);
            case "contains", "strmatch" -> Compiled.ready(TextOperator.CONTAINS.with(own));
            case "containsword" -> Compiled.ready(TextOperator.CONTAINS_WORD.with(own));
            case "within" -> Compiled.ready(TextOperator.WITHIN.with(own));
            case "streq" -> Compiled.ready(TextOperator.EQUALS.with(own));
            case "beginswith" -> Compiled.ready(TextOperator.BEGINS_WITH.with(own));
            case "endswith" -> Compiled.ready(TextOperator.ENDS_WITH.with(own));
            case "eq" -> Compiled.ready(NumberOperator.EQ.with(own));
            case "ge" -> Compiled.ready(NumberOperator.GE.with(own));
            case "gt" -> Compiled.ready(NumberOperator.GT.with(own));
            case "le" -> Compiled.ready(NumberOperator.LE.with(own));
            case "lt" -> Compiled.ready(NumberOperator.LT.with(own));
            case "ipmatch" -> IpOperator.of(own);
            case "ipmatchfromfile", "ipmatchf" -> IpOperator.fromFile(own, options);
            case "validatebyterange" -> ByteRangeOperator.of(own);
            case "validateurlencoding" -> Compiled.ready(EncodingOperator.URL);
            case "validateutf8encoding" -> Compiled.ready(EncodingOperator.UTF8);
            case "verifycc" -> VerifyOperator.of(NumberCheck.CARD, own, options);
            case "verifycpf" -> VerifyOperator.of(NumberCheck.CPF, own, options);
            case "verifyssn" -> VerifyOperator.of(NumberCheck.SSN, own, options);
            case "verifysvnr" -> VerifyOperator.of(NumberCheck.SVNR, own, options);
            case "detectsqli" -> Compiled.ready(DetectOperator.SQL);
            case "detectxss" -> Compiled.ready(DetectOperator.SCRIPT);
            case "restpath" -> RestPath.of(own, options);
            case "unconditionalmatch" -> Compiled.ready((value, from, to, evaluation) -> true);
            case "nomatch" -> Compiled.ready((value, from, to, evaluation) -> false);
            default -> Compiled.refused(refusal(name));
        };
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
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "rx" -> Compiled.ready(new RxMacro(false, options.matchLimit()));
            case "rxglobal" -> Compiled.ready(new RxMacro(true, options.matchLimit()));
            case "contains", "strmatch" -> Compiled.ready(TextOperator.CONTAINS);
            case "containsword" -> Compiled.ready(TextOperator.CONTAINS_WORD);
            case "within" -> Compiled.ready(TextOperator.WITHIN);
            case "streq" -> Compiled.ready(TextOperator.EQUALS);
            case "beginswith" -> Compiled.ready(TextOperator.BEGINS_WITH);
            case "endswith" -> Compiled.ready(TextOperator.ENDS_WITH);
            case "eq" -> Compiled.ready(NumberOperator.EQ);
            case "ge" -> Compiled.ready(NumberOperator.GE);
            case "gt" -> Compiled.ready(NumberOperator.GT);
            case "le" -> Compiled.ready(NumberOperator.LE);
            case "lt" -> Compiled.ready(NumberOperator.LT);
            default -> Compiled.refused("@" + name + " does not take a macro");
        };
    }

    private static String refusal(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "fuzzyhash" -> "@fuzzyHash needs a library of its own and is not supported";
            case "inspectfile" -> "@inspectFile would start another program and is not supported";
            case "gsblookup" -> "@gsbLookup asks a service that has ended";
            case "rsub" -> "@rsub would change the body and is not supported";
            case "validatedtd", "validateschema" -> "@" + name + " would read a document type and is not supported";
            case "validatehash" -> "@validateHash needs content injection and is not supported";
            case "validatenid" -> "@validateNid is not supported; use @rx for the form of the number";
            case "ipmatchfromdataset", "pmfromdataset" -> "@" + name + " needs SecDataset; put the list into a file";
            default -> "unknown operator @" + name;
        };
    }
}
