package dev.portcullis.waf.detect;

/** The condition that is being read: what was compared, and what a logical operator adds to it. */
final class SqlCondition {
    /** What a parenthesis interrupts. */
    record Saved(boolean pending, boolean wordy, SqlKind side, boolean logic, boolean compared) {
        static final Saved NONE = new Saved(false, false, SqlKind.END, false, false);
    }

    /** Whether a logical operator came. */
    boolean logic;

    /** Whether something was compared before that operator, and whether anything was at all. */
    boolean comparedBefore;

    boolean compared;

    /** Whether the right side of a comparison must come, whether it is one in words, and whether it is an equation. */
    boolean pending;

    boolean wordy;
    boolean equation;

    /** The left side of that comparison. */
    SqlKind side = SqlKind.END;

    /** Whether something other than a name came since the logical operator. */
    boolean value;

    /** Whether there was arithmetic since. */
    boolean arithmetic;

    /** Whether the logical operator was the last token but for signs, and how many of those there are. */
    boolean direct;

    int signs;

    /** Whether the operator stands between a number and what follows, and whether it is signs that touch it. */
    boolean afterNumber;

    boolean glued;

    /** Whether an {@code and} belongs to a {@code between}. */
    boolean between;

    /** Whether it is the condition of a {@code having}. */
    boolean having;

    void logic(boolean first, SqlKind left, boolean touches) {
        logic = true;
        comparedBefore = compared;
        value = false;
        arithmetic = false;
        direct = true;
        signs = 0;
        afterNumber = first && left == SqlKind.NUMBER;
        glued = first && touches;
    }

    void compare(SqlKind left, boolean inWords, boolean isEquation) {
        side = left;
        pending = true;
        wordy = inWords;
        equation = isEquation;
        compared = true;
        signs = 0;
    }

    void having() {
        logic = true;
        having = true;
        comparedBefore = false;
        compared = false;
        value = false;
    }

    /** Sets aside what a parenthesis interrupts. */
    Saved save() {
        Saved saved = new Saved(pending, wordy, side, logic, compared);
        pending = false;
        wordy = false;
        return saved;
    }

    /**
     * Goes on where the parenthesis began.
     *
     * @param all whether also conditions inside it shall be forgotten
     */
    void restore(Saved saved, boolean all) {
        pending = saved.pending();
        wordy = saved.wordy();
        side = saved.side();
        if (all) {
            logic = saved.logic();
            compared = saved.compared();
        }
    }

    void clear() {
        logic = false;
        comparedBefore = false;
        compared = false;
        pending = false;
        wordy = false;
        value = false;
        arithmetic = false;
        direct = false;
        signs = 0;
        afterNumber = false;
        glued = false;
        between = false;
        having = false;
    }
}
