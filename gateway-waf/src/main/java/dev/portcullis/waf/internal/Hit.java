package dev.portcullis.waf.internal;

/**
 * One value that one rule may match, as a number: the rule, the place of the target among the rule's, the place of the
 * source among the target's, the place of the value among the source's. Numbers sort in the order in which rules run and
 * look at their values.
 */
final class Hit {
    static final int MOST_RULES = 1 << 20;
    static final int MOST_TARGETS = 1 << 8;
    static final int MOST_SOURCES = 1 << 2;

    private static final int RULE = 41;
    private static final int TARGET = 33;
    private static final int SOURCE = 31;

    private Hit() {}

    /** The hit without the value, which {@code |} adds. */
    static long of(int rule, int target, int source) {
        return (long) rule << RULE | (long) target << TARGET | (long) source << SOURCE;
    }

    static int rule(long hit) {
        return (int) (hit >>> RULE);
    }

    static int target(long hit) {
        return (int) (hit >>> TARGET) & (MOST_TARGETS - 1);
    }

    static int source(long hit) {
        return (int) (hit >>> SOURCE) & (MOST_SOURCES - 1);
    }

    static int entry(long hit) {
        return (int) hit & Integer.MAX_VALUE;
    }
}
