package dev.portcullis.waf.detect;

/** What a token is in SQL. Most words are something only where SQL has a use for them, and a mere name elsewhere. */
enum SqlKind {
    /** The value ends here. */
    END,
    /** The value ends in a comment. */
    COMMENT_END,
    /** A number, decimal or hexadecimal. */
    NUMBER,
    /** A string that is closed, in either quotes or in dollars. */
    STRING,
    /** A string that the value leaves open. */
    OPEN_STRING,
    /** A variable or a parameter: {@code @x}, {@code @@version}. */
    VARIABLE,
    /** A name that SQL gives no meaning. */
    WORD,
    /** A constant, or a function that needs no parentheses: {@code null}, {@code current_user}. */
    CONSTANT,
    /** The name of a function, right before its parenthesis. */
    CALL,
    LEFT,
    RIGHT,
    COMMA,
    SEMICOLON,
    /** {@code + - * / % ^ & |} and the like: between operands. */
    ARITHMETIC,
    /** {@code = < >} and their kin. */
    COMPARE,
    /** {@code and or xor && ||}. */
    LOGIC,
    /** {@code ! ~ binary}: before an operand. */
    PREFIX,
    /** {@code like regexp} and the like: a comparison in words. */
    LIKE,
    IN,
    IS,
    BETWEEN,
    /** {@code not}: a prefix, or a part of {@code not in}. */
    NOT,
    /** {@code exists any some}: before a parenthesis. */
    QUANTIFIER,
    ALL,
    AS,
    BY,
    CASE,
    WHEN,
    THEN,
    ELSE,
    CASE_END,
    SELECT,
    TOP,
    /** {@code union intersect except minus}. */
    SET_OPERATION,
    FROM,
    WHERE,
    ORDER,
    GROUP,
    HAVING,
    /** {@code limit offset fetch}. */
    LIMIT,
    INTO,
    OUTFILE,
    PROCEDURE,
    VALUES,
    SET,
    JOIN,
    /** {@code on using}. */
    ON,
    FOR,
    /** {@code insert replace}. */
    INSERT,
    UPDATE,
    DELETE,
    /** {@code drop create alter truncate}. */
    DEFINE,
    /** What can be dropped: {@code table database view}. */
    OBJECT,
    EXECUTE,
    DECLARE,
    WAITFOR,
    DELAY,
    SHUTDOWN,
    LOAD,
    INFILE,
    /** {@code grant revoke copy}. */
    GRANT,
    /** {@code collate}, or a cast with colons. */
    COLLATE,
    /** {@code asc desc}. */
    DIRECTION,
    /** A sign that has no place in SQL. */
    OTHER;

    /** Whether an operand may start so, names apart. */
    boolean startsValue() {
        return switch (this) {
            case NUMBER, STRING, OPEN_STRING, VARIABLE, CALL, CONSTANT, LEFT -> true;
            default -> false;
        };
    }

    /**
     * Whether evidence may begin with it. Without such a token, or a function that tells more than a common one, nothing
     * that others may add up to is evident where no quote stands.
     */
    boolean isNeededByEvidence() {
        return switch (this) {
            case COMMENT_END,
                    LOGIC,
                    CASE,
                    SELECT,
                    SET_OPERATION,
                    GROUP,
                    ORDER,
                    HAVING,
                    LIMIT,
                    INTO,
                    PROCEDURE,
                    UPDATE,
                    DELETE,
                    INSERT,
                    DEFINE,
                    EXECUTE,
                    DECLARE,
                    SET,
                    WAITFOR,
                    SHUTDOWN,
                    LOAD,
                    GRANT -> true;
            default -> false;
        };
    }

    /** Whether it may name a table, a column or the like. */
    boolean isName() {
        return switch (this) {
            case WORD, CALL, VARIABLE, OBJECT, CONSTANT -> true;
            default -> false;
        };
    }
}
