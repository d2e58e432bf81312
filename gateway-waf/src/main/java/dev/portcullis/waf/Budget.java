package dev.portcullis.waf;

/**
 * How much of a request is taken apart; what goes beyond is refused with 413, and in {@code DetectionOnly} logged. It counts
 * things, not time, so that a pause of the machine refuses nobody. Replaces what directives of the rules say.
 *
 * @param arguments the most arguments of query and body together
 * @param depth the deepest nesting of JSON and XML
 * @param parts the most parts of a multipart body
 */
public record Budget(int arguments, int depth, int parts) {
    /** 1000 arguments, 64 levels, 100 parts. */
    public static final Budget DEFAULTS = new Budget(1000, 64, 100);

    /** Checks that all are positive. */
    public Budget {
        if (arguments < 1 || depth < 1 || parts < 1) {
            throw new IllegalArgumentException("a budget is positive: " + arguments + ", " + depth + ", " + parts);
        }
    }
}
