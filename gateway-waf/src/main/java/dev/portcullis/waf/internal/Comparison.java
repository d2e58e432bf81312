package dev.portcullis.waf.internal;

import java.util.Locale;
import java.util.Optional;

/** The operators that compare numbers. */
enum Comparison {
    EQ,
    GE,
    GT,
    LE,
    LT;

    /** The comparison of an operator's name, in any case. */
    static Optional<Comparison> named(String operator) {
        return switch (operator.toLowerCase(Locale.ROOT)) {
            case "eq" -> Optional.of(EQ);
            case "ge" -> Optional.of(GE);
            case "gt" -> Optional.of(GT);
            case "le" -> Optional.of(LE);
            case "lt" -> Optional.of(LT);
            default -> Optional.empty();
        };
    }

    boolean test(long value, long argument) {
        return switch (this) {
            case EQ -> value == argument;
            case GE -> value >= argument;
            case GT -> value > argument;
            case LE -> value <= argument;
            case LT -> value < argument;
        };
    }
}
