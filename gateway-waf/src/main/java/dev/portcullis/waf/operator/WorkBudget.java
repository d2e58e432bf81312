package dev.portcullis.waf.operator;

/** How much work an operator that searches again and again may spend on one value. */
final class WorkBudget {
    private static final long BASE = 1_000_000;
    private static final long PER_BYTE = 512;

    private WorkBudget() {}

    /** The steps of a pattern for a value of this length: linear, and far beyond what an honest value takes. */
    static long steps(int length) {
        return BASE + PER_BYTE * length;
    }
}
