package dev.portcullis.waf.detect;

import java.util.Arrays;

/** The parentheses and {@code case} expressions that are open. Beyond a depth that no honest value has they only count. */
final class SqlFrames {
    private static final int DEEPEST = 64;

    /** What is open. */
    enum Type {
        GROUP,
        CALL,
        /** The call of a function that SQL does not know: what is asked in there is no condition of a query. */
        FOREIGN_CALL,
        CASE
    }

    private static final int FIRST = 8;

    /** Made when the first one is opened: most values open none. */
    private Type[] types = {};

    private SqlFunction[] functions = {};
    private SqlCondition.Saved[] saved = {};
    private int depth;
    private int foreign;

    int depth() {
        return depth;
    }

    /** Whether the call of a function is open that SQL does not know. */
    boolean isForeign() {
        return foreign > 0;
    }

    void push(Type type, SqlFunction function, SqlCondition.Saved state) {
        if (depth < DEEPEST) {
            if (depth == types.length) {
                int size = Math.max(FIRST, depth * 2);
                types = Arrays.copyOf(types, size);
                functions = Arrays.copyOf(functions, size);
                saved = Arrays.copyOf(saved, size);
            }
            types[depth] = type;
            functions[depth] = function;
            saved[depth] = state;
            foreign += type == Type.FOREIGN_CALL ? 1 : 0;
        }
        depth++;
    }

    /** Closes the innermost one; gives what was saved with it, or the state of a mere group far down. */
    SqlCondition.Saved pop() {
        depth--;
        if (depth >= DEEPEST) {
            return SqlCondition.Saved.NONE;
        }
        foreign -= types[depth] == Type.FOREIGN_CALL ? 1 : 0;
        return saved[depth];
    }

    /** What the innermost one is; a group if none is open. */
    Type type() {
        return depth == 0 || depth > DEEPEST ? Type.GROUP : types[depth - 1];
    }

    /** The function whose arguments these are. */
    SqlFunction function() {
        return depth == 0 || depth > DEEPEST ? SqlFunction.NONE : functions[depth - 1];
    }

    boolean isIn(Type type) {
        return depth > 0 && type() == type;
    }

    /** Whether the innermost call is one that decides. */
    boolean isInDecision() {
        for (int i = Math.min(depth, DEEPEST) - 1; i >= 0; i--) {
            if (types[i] != Type.GROUP) {
                return functions[i] == SqlFunction.CONDITION;
            }
        }
        return false;
    }
}
