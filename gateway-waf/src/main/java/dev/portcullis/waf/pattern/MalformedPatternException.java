package dev.portcullis.waf.pattern;

/** A pattern that cannot be compiled: what is wrong, and where. */
public final class MalformedPatternException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int offset;
    private final String problem;

    MalformedPatternException(String problem, int offset) {
        super(problem + " at offset " + offset);
        this.problem = problem;
        this.offset = offset;
    }

    /** What is wrong, without the place. */
    public String problem() {
        return problem;
    }

    /** The index in the pattern's bytes at which the problem was noticed. */
    public int offset() {
        return offset;
    }
}
