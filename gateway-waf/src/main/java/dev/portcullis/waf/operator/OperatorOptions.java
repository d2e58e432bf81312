package dev.portcullis.waf.operator;

import static java.util.Objects.requireNonNull;

/**
 * What operators are compiled with.
 *
 * @param files reads the files that an argument names, such as a list of phrases
 * @param matchLimit the steps that a pattern which no automaton can run may take for one value
 */
public record OperatorOptions(FileSource files, int matchLimit) {
    /** Checks the options. */
    public OperatorOptions {
        requireNonNull(files, "files");
        if (matchLimit < 1) {
            throw new IllegalArgumentException("matchLimit must be positive, not " + matchLimit);
        }
    }

    /** Reads a file that a rule names. */
    @FunctionalInterface
    public interface FileSource {
        /**
         * The content of the file.
         *
         * @param name as the rule gives it: absolute, or relative to the file of the rule
         * @throws java.io.IOException if it cannot be read; the message says which file was looked for
         */
        byte[] read(String name) throws java.io.IOException;
    }
}
