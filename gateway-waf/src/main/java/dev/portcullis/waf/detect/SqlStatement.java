package dev.portcullis.waf.detect;

/**
 * Statements and clauses that a few tokens in a row tell, wherever they stand. Those that prose may have as well count only
 * as a statement of their own, after a semicolon.
 */
final class SqlStatement {
    /** What the next token must be. */
    private enum Want {
        NOTHING,
        UPDATE_TABLE,
        UPDATE_SET,
        UPDATE_COLUMN,
        UPDATE_EQUALS,
        DELETE_FROM,
        DELETE_TABLE,
        INSERT_INTO,
        INSERT_TABLE,
        INSERT_REST,
        DEFINE_OBJECT,
        DEFINE_NAME,
        EXECUTE,
        EXECUTE_VARIABLE,
        DECLARE,
        SET,
        SET_EQUALS,
        WAITFOR,
        WAITFOR_TIME,
        GRANT,
        LOAD,
        LOAD_IN,
        INTO_FILE,
        INTO_NAME,
        PROCEDURE,
        DANGEROUS,
        DELAY,
        ORDER_BY,
        ORDER_NUMBER,
        ORDERED,
        LIMIT,
        LIMITED,
        LIMIT_COMMA,
        LIMIT_PAIR
    }

    private Want want = Want.NOTHING;

    /** Whether the statement stands behind a semicolon, and whether any does. */
    private boolean own;

    private boolean stacked;

    /** Whether a clause comes where one can, and whether something other than a name comes before it. */
    private boolean clauseFits;

    private boolean clauseAfterValue;

    /** Takes a token. Whether the statement is evident with it. */
    boolean step(SqlLexer lexer, SqlKind kind, boolean broken, boolean afterSemicolon) {
        Want now = want;
        want = Want.NOTHING;
        if (isComplete(now, kind, lexer, broken)) {
            return true;
        }
        if (want == Want.NOTHING) {
            want = next(now, kind, lexer);
        }
        if (want == Want.NOTHING) {
            own = afterSemicolon;
            stacked |= afterSemicolon;
            want = first(kind, lexer);
            return kind == SqlKind.SHUTDOWN && (own || stacked && !broken);
        }
        return false;
    }

    private static boolean whereOwn(boolean own, SqlKind kind) {
        return own && kind.isName();
    }

    /** Whether the token completes what was waited for. */
    private boolean isComplete(Want now, SqlKind kind, SqlLexer lexer, boolean broken) {
        return switch (now) {
            case UPDATE_EQUALS, SET_EQUALS -> kind == SqlKind.COMPARE;
            case DELETE_TABLE -> whereOwn(own, kind);
            case INSERT_REST -> kind == SqlKind.VALUES || kind == SqlKind.SELECT || own && kind == SqlKind.LEFT;
            case DEFINE_NAME -> whereOwn(own, kind);
            case EXECUTE -> own && (kind.startsValue() || kind == SqlKind.AS) || lexer.isSystemProcedure();
            case EXECUTE_VARIABLE -> kind == SqlKind.VARIABLE;
            case DECLARE -> kind == SqlKind.VARIABLE || whereOwn(own, kind);
            case WAITFOR_TIME -> kind == SqlKind.STRING || kind == SqlKind.OPEN_STRING;
            case GRANT -> whereOwn(own, kind) || own && (kind == SqlKind.ALL || kind == SqlKind.LEFT);
            case LOAD_IN -> kind == SqlKind.INFILE;
            case INTO_NAME -> kind.startsValue();
            case PROCEDURE -> lexer.function == SqlFunction.DANGEROUS;
            case DANGEROUS -> isArgument(kind) || kind == SqlKind.CASE;
            case DELAY -> !broken && isArgument(kind);
            case ORDERED -> clauseFits && clauseAfterValue && endsOrder(kind);
            default -> false;
        };
    }

    private static boolean isArgument(SqlKind kind) {
        return kind != SqlKind.LEFT && kind.startsValue() || kind == SqlKind.SELECT;
    }

    private static boolean endsOrder(SqlKind kind) {
        return switch (kind) {
            case COMMA, DIRECTION, LEFT, RIGHT, SEMICOLON, LIMIT -> true;
            default -> false;
        };
    }

    /** What must come after the token, if it goes on with what was waited for. */
    private Want next(Want now, SqlKind kind, SqlLexer lexer) {
        return switch (now) {
            case UPDATE_TABLE -> when(kind.isName(), Want.UPDATE_SET);
            case UPDATE_SET -> when(kind == SqlKind.SET, Want.UPDATE_COLUMN);
            case UPDATE_COLUMN -> when(kind.isName(), Want.UPDATE_EQUALS);
            case DELETE_FROM ->
                kind == SqlKind.FROM ? Want.DELETE_TABLE : when(own && kind == SqlKind.WORD, Want.DELETE_FROM);
            case INSERT_INTO -> when(kind == SqlKind.INTO, Want.INSERT_TABLE);
            case INSERT_TABLE -> when(kind.isName(), Want.INSERT_REST);
            case DEFINE_OBJECT -> when(kind == SqlKind.OBJECT || kind == SqlKind.PROCEDURE, Want.DEFINE_NAME);
            case DEFINE_NAME -> when(kind == SqlKind.QUANTIFIER || kind == SqlKind.NOT, Want.DEFINE_NAME);
            case EXECUTE -> when(kind == SqlKind.LEFT && lexer.sign() == '(', Want.EXECUTE_VARIABLE);
            case SET -> when(own && kind == SqlKind.VARIABLE, Want.SET_EQUALS);
            case WAITFOR -> when(kind == SqlKind.DELAY || kind == SqlKind.WORD, Want.WAITFOR_TIME);
            case LOAD -> when(own && kind == SqlKind.WORD, Want.LOAD_IN);
            case LOAD_IN -> when(kind == SqlKind.WORD, Want.LOAD_IN);
            case INTO_FILE -> when(kind == SqlKind.OUTFILE, Want.INTO_NAME);
            case DANGEROUS -> when(kind == SqlKind.LEFT, Want.DANGEROUS);
            case DELAY -> when(kind == SqlKind.LEFT, Want.DELAY);
            case ORDER_BY -> when(kind == SqlKind.BY, Want.ORDER_NUMBER);
            case ORDER_NUMBER ->
                when(
                        kind == SqlKind.NUMBER || kind == SqlKind.CALL && lexer.function != SqlFunction.NONE,
                        Want.ORDERED);
            case LIMIT -> when(kind == SqlKind.NUMBER, Want.LIMITED);
            case LIMITED -> when(kind == SqlKind.COMMA || kind == SqlKind.LIMIT, Want.LIMIT_COMMA);
            case LIMIT_COMMA -> when(kind == SqlKind.NUMBER, Want.LIMIT_PAIR);
            default -> Want.NOTHING;
        };
    }

    private static Want when(boolean fits, Want next) {
        return fits ? next : Want.NOTHING;
    }

    /** What must come after a token that begins a statement. */
    private Want first(SqlKind kind, SqlLexer lexer) {
        return switch (kind) {
            case UPDATE -> Want.UPDATE_TABLE;
            case DELETE -> Want.DELETE_FROM;
            case INSERT -> Want.INSERT_INTO;
            case DEFINE -> Want.DEFINE_OBJECT;
            case EXECUTE -> Want.EXECUTE;
            case DECLARE -> Want.DECLARE;
            case SET -> Want.SET;
            case WAITFOR -> Want.WAITFOR;
            case GRANT -> Want.GRANT;
            case LOAD -> Want.LOAD;
            case INTO -> Want.INTO_FILE;
            case PROCEDURE -> Want.PROCEDURE;
            case CALL ->
                lexer.function == SqlFunction.DANGEROUS
                        ? Want.DANGEROUS
                        : when(lexer.function == SqlFunction.DELAY && !own, Want.DELAY);
            default -> Want.NOTHING;
        };
    }

    /**
     * A clause begins where a value could end.
     *
     * @param fits whether all before it makes sense
     * @param afterValue whether something other than a name comes before it
     */
    void clause(SqlKind kind, boolean fits, boolean afterValue) {
        clauseFits = fits;
        clauseAfterValue = afterValue;
        if (kind == SqlKind.ORDER) {
            want = Want.ORDER_BY;
        } else if (kind == SqlKind.LIMIT && want != Want.LIMIT_COMMA) {
            want = Want.LIMIT;
        }
    }

    /** Whether a clause is evident where a comment cuts off the rest. */
    boolean isEvidentAtComment() {
        return clauseFits && (want == Want.ORDERED || want == Want.LIMITED || want == Want.LIMIT_PAIR);
    }

    /** Whether a clause is evident where the value ends. */
    boolean isEvidentAtEnd(boolean information) {
        return clauseFits && clauseAfterValue && want == Want.ORDERED || want == Want.LIMIT_PAIR && information;
    }
}
