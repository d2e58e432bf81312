package dev.portcullis.waf.operator;

import dev.portcullis.waf.pattern.Prefilter;

/**
 * A compiled operator with a fixed argument. Immutable; safe for any number of threads. It allocates nothing for a value
 * that does not match; the detectors of injection allocate a little.
 */
@FunctionalInterface
public interface Operator {
    /**
     * Whether the value {@code value[from, to)} matches. Negation is the caller's.
     *
     * <p>An operator that finds something reports what it found to {@link Evaluation#capture} if
     * {@link Evaluation#capturing()}, and never otherwise: group 0 the whole, 1 to 9 the parts.
     *
     * @param value not to be changed, nor kept
     */
    boolean matches(byte[] value, int from, int to, Evaluation evaluation);

    /**
     * Adds to a prefilter what a value must have for this operator to match it. An operator that cannot say lets every
     * value through.
     *
     * @return the number of the entry
     */
    default int addTo(Prefilter.Builder prefilter) {
        return prefilter.addUnconditional();
    }
}
