package dev.portcullis.waf.internal;

import dev.portcullis.waf.operator.Evaluation;
import dev.portcullis.waf.operator.Operator;

/**
 * A pattern that selects names ({@code TX:/^header_/}), compared without case.
 *
 * @param bit this pattern's bit in what a value remembers about its name; 0 if there are more patterns than bits
 */
record KeyPattern(Operator pattern, long bit) {
    boolean isIn(Text name) {
        return pattern.matches(name.bytes, name.from, name.to, Evaluation.NONE);
    }
}
