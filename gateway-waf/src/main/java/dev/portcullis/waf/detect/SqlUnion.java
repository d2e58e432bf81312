package dev.portcullis.waf.detect;

/** A set operation, {@code union}, and whether a query follows it. */
final class SqlUnion {
    private enum State {
        NONE,
        /** Came, and nothing but {@code all}, {@code distinct} or parentheses after it. */
        CAME,
        /** A number follows where a query should. */
        NUMBER,
        /** A query follows, of which nothing was read yet. */
        SELECT
    }

    private State state = State.NONE;
    private boolean viable;
    private boolean afterValue;

    /**
     * The operator comes.
     *
     * @param sensible whether a query may end before it
     * @param value whether it ends with something other than a name
     */
    void come(boolean sensible, boolean value) {
        state = State.CAME;
        viable = sensible;
        afterValue = value;
    }

    /** Any other token comes, before it is judged. */
    void step(SqlKind kind) {
        if (state != State.CAME) {
            return;
        }
        state = switch (kind) {
            case ALL, LEFT, PREFIX, SET_OPERATION -> State.CAME;
            case SELECT -> State.SELECT;
            case NUMBER -> State.NUMBER;
            default -> State.NONE;
        };
    }

    /** Whether a query follows, of which nothing was read yet. */
    boolean isSelect() {
        return state == State.SELECT;
    }

    boolean isViable() {
        return viable;
    }

    /** Something was read of the query. */
    void selected() {
        state = State.NONE;
    }

    /** Whether it is evident where a parenthesis closes or the value ends. */
    boolean isEvidentSelect(boolean comments) {
        return state == State.SELECT && viable && (afterValue || comments);
    }

    /** Whether it is evident where the value ends: nobody writes comments into prose. */
    boolean isEvidentAtEnd(boolean comments) {
        return isEvidentSelect(comments) || state == State.CAME && viable && comments;
    }

    boolean isEvidentAtComment(boolean broken) {
        return state == State.SELECT || state == State.CAME && viable || state == State.NUMBER && !broken;
    }
}
