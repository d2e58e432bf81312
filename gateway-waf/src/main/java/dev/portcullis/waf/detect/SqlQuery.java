package dev.portcullis.waf.detect;

/**
 * How much a {@code select} looks like a query, and how much like an invitation to choose: what is selected, from where,
 * and whether words stand side by side as they do in prose.
 */
final class SqlQuery {
    private static final int EVIDENT = 3;

    private enum Part {
        NONE,
        LIST,
        TABLE,
        REST
    }

    private Part part = Part.NONE;
    private boolean empty;
    private boolean numbers;
    private boolean strings;
    private boolean commas;
    private boolean tableRead;
    private boolean followed;
    private boolean condition;
    private boolean limit;
    private boolean prose;
    private boolean closed;
    private boolean joined;
    private boolean operand;
    private boolean statement;
    private boolean whole;
    private int score;
    private int depth;

    /**
     * A query begins.
     *
     * @param atDepth how many parentheses are open
     * @param enclosed whether it comes right after one
     * @param asOperand whether an operand must come there
     * @param afterUnion whether a set operation joins it to something that makes sense
     * @param asStatement whether it is a statement after a semicolon
     * @param first whether nothing but parentheses came before it
     */
    void begin(
            int atDepth, boolean enclosed, boolean asOperand, boolean afterUnion, boolean asStatement, boolean first) {
        part = Part.LIST;
        empty = true;
        numbers = false;
        strings = false;
        commas = false;
        tableRead = false;
        followed = false;
        condition = false;
        limit = false;
        prose = false;
        closed = false;
        joined = afterUnion;
        operand = asOperand;
        statement = asStatement;
        whole = first;
        depth = atDepth;
        score = (enclosed ? 1 : 0) + (asOperand ? 1 : 0) + (afterUnion ? 1 : 0);
    }

    /** It stands right beside a word or a text, as where people write about queries; no statement goes on so. */
    void mention() {
        prose = true;
    }

    boolean isActive() {
        return part != Part.NONE;
    }

    void end() {
        part = Part.NONE;
    }

    void top() {
        score++;
    }

    void operand(SqlKind kind) {
        if (part == Part.LIST) {
            empty = false;
            if (kind == SqlKind.VARIABLE) {
                score += 2;
            } else if (kind == SqlKind.STRING) {
                score += strings ? 0 : 1;
                strings = true;
            } else if (kind == SqlKind.NUMBER || kind == SqlKind.CONSTANT) {
                score += numbers ? 0 : whole ? 2 : 1;
                numbers = true;
            }
        } else if (part == Part.TABLE) {
            part = Part.REST;
            tableRead = true;
            score++;
        } else if (condition && kind != SqlKind.WORD) {
            condition = false;
            score += 2;
        } else if (limit && kind == SqlKind.NUMBER) {
            limit = false;
            score++;
        }
    }

    void call(SqlFunction function) {
        if (part == Part.LIST) {
            empty = false;
            score += function == SqlFunction.NONE ? 1 : 2;
        } else if (condition) {
            condition = false;
            score += 2;
        }
    }

    /** A star where an operand must come. Whether it stands for all columns. */
    boolean star() {
        if (part != Part.LIST || !empty) {
            return false;
        }
        empty = false;
        score += 2;
        return true;
    }

    void comma() {
        commas |= part == Part.LIST;
        followed |= tableRead;
    }

    void from() {
        part = part == Part.LIST && !empty ? Part.TABLE : Part.NONE;
    }

    void where() {
        followed = true;
        condition = true;
        score += tableRead || part == Part.LIST ? 1 : 0;
        part = Part.REST;
    }

    void clause(SqlKind kind) {
        followed = tableRead;
        limit = kind == SqlKind.LIMIT;
    }

    /** A parenthesis is closed, and so many are left. */
    void right(int left) {
        followed |= tableRead;
        closed |= isActive() && left < depth;
    }

    /** A word where only an alias may stand. */
    void alias(SqlKind before) {
        boolean beside = before == SqlKind.WORD || before == SqlKind.NUMBER || before == SqlKind.STRING;
        prose |= beside && !(tableRead && !followed && score > EVIDENT);
    }

    /** What came is no SQL. */
    void breakOff() {
        if (score < EVIDENT) {
            part = Part.NONE;
        }
    }

    /** Whether it is a query beyond doubt. */
    boolean isEvident() {
        if (!isActive() || prose) {
            return false;
        }
        boolean enough = score >= EVIDENT;
        if (closed && part == Part.LIST) {
            part = Part.NONE;
            return enough;
        }
        if (joined && !empty && (part != Part.LIST || commas) || operand && score > EVIDENT) {
            return true;
        }
        if (closed) {
            boolean evident = enough && tableRead;
            part = evident ? part : Part.NONE;
            return evident;
        }
        return tableRead && (followed && enough || score > EVIDENT) || statement && !empty && score > 0 && followed;
    }

    /** Whether it is one if nothing more comes. */
    boolean isEvidentAtEnd() {
        return isActive() && !prose && (score >= EVIDENT || statement && !empty && score > 0);
    }
}
