package dev.portcullis.waf.detect;

import org.jspecify.annotations.Nullable;

/**
 * How far the reading of a value has come: what stood there, and what may come next. Operands join what is there, or are
 * prose beside it.
 */
class SqlReading {
    final byte[] v;
    final SqlLexer lexer;
    final SqlOpening opening;
    final boolean quoted;
    final SqlCondition condition = new SqlCondition();
    final SqlFrames frames = new SqlFrames();
    final SqlQuery query = new SqlQuery();
    final SqlStatement statement = new SqlStatement();
    final SqlUnion union = new SqlUnion();

    /** Whether an operand must come next, and whether nothing came yet. */
    boolean expect;

    boolean start;

    /** Whether there was prose, so that nothing fits what came before it. */
    boolean broken;

    /** The last operand, the token before this one, and the first operand since the last prose. */
    SqlKind last = SqlKind.END;

    SqlKind previous = SqlKind.END;
    SqlKind first = SqlKind.END;

    /** How many operators, names, other operands and strings among those there were since; whether commas joined them, clauses apart. */
    int operators;

    int words;
    int values;
    int strings;
    boolean list;
    boolean clauses;

    /** Whether one and the same sign joins the operands as in a path or a slug, and which. */
    boolean path = true;

    byte pathSign;

    /** What may come next though it is no operator: an alias, the count of a {@code top}, the rest of a {@code not in}. */
    boolean alias;

    boolean top;
    boolean notInfix;
    boolean afterSemicolon;
    boolean information;

    /** The function whose parenthesis comes next; null if none does. */
    @Nullable
    SqlFunction called;

    @Nullable
    SqlEvidence evidence;

    SqlReading(byte[] v, SqlLexer lexer, SqlOpening opening) {
        this.v = v;
        this.lexer = lexer;
        this.opening = opening;
        this.quoted = opening.isQuoted();
        this.expect = !quoted;
        this.start = !quoted;
        if (quoted) {
            first = SqlKind.STRING;
            last = SqlKind.STRING;
        }
    }

    void operand(SqlKind kind) {
        if (union.isSelect() && (kind != SqlKind.WORD || previous != SqlKind.SELECT)) {
            alarm(kind != SqlKind.WORD, SqlEvidence.SET_OPERATION);
            union.selected();
        }
        if (top && kind == SqlKind.NUMBER) {
            top = false;
            return;
        }
        top = false;
        if (!expect && !fitsBeside(kind)) {
            breakOff();
        } else if (!expect) {
            return;
        }
        alias = false;
        expect = false;
        first = first == SqlKind.END ? kind : first;
        last = kind;
        words += kind == SqlKind.WORD ? 1 : 0;
        values += kind == SqlKind.WORD ? 0 : 1;
        strings += kind == SqlKind.STRING ? 1 : 0;
        condition.value |= kind != SqlKind.WORD;
        query.operand(kind);
        boolean manySigns = condition.direct && condition.signs >= 2;
        condition.direct = false;
        if (condition.pending) {
            condition.pending = false;
            compared(kind);
        } else {
            alarm(manySigns && condition.logic && !broken && kind != SqlKind.WORD, SqlEvidence.CONDITION);
        }
    }

    /** Whether an operand may stand right beside the last one, which it then belongs to. */
    boolean fitsBeside(SqlKind kind) {
        if (alias && (kind == SqlKind.WORD || kind == SqlKind.STRING)) {
            alias = false;
            return true;
        }
        if (kind == SqlKind.STRING && last == SqlKind.STRING) {
            return true;
        }
        if (kind == SqlKind.WORD && query.isActive()) {
            query.alias(last);
            last = SqlKind.WORD;
            return true;
        }
        boolean named = kind == SqlKind.WORD && last == SqlKind.RIGHT && !start;
        last = named ? SqlKind.WORD : last;
        return named;
    }

    /** Both sides of a comparison are there. */
    void compared(SqlKind right) {
        boolean wordy = condition.wordy;
        condition.wordy = false;
        if (condition.between) {
            return;
        }
        if (wordy && right == SqlKind.WORD) {
            if (!quoted || !condition.logic) {
                breakOff();
                expect = true;
            }
            return;
        }
        SqlKind left = condition.side;
        boolean numbers = left == SqlKind.NUMBER && right == SqlKind.NUMBER;
        alarm(numbers && frames.isInDecision() && !broken, SqlEvidence.CONDITION);
        if (condition.logic && !broken && !frames.isForeign()) {
            boolean systemVariable = right == SqlKind.VARIABLE && lexer.isSystemVariable();
            alarm(quoted || isDecided(left, right, systemVariable), SqlEvidence.CONDITION);
        }
    }

    /** Whether a condition in the open compares what only an attack compares. Names of people start with an at sign too. */
    boolean isDecided(SqlKind left, SqlKind right, boolean systemVariable) {
        boolean leftName = left == SqlKind.WORD || left == SqlKind.VARIABLE;
        boolean rightName = right == SqlKind.WORD || right == SqlKind.VARIABLE && !systemVariable;
        if (condition.comparedBefore) {
            boolean literals = (left == SqlKind.NUMBER || left == SqlKind.STRING)
                    && (right == SqlKind.NUMBER || right == SqlKind.STRING || systemVariable);
            return literals && condition.equation && !condition.arithmetic;
        }
        return first == SqlKind.WORD ? !leftName && !rightName : !leftName || !rightName;
    }

    void openString(int wordLength) {
        if (!expect) {
            return;
        }
        boolean slug = words > 0 && values == 0 && path;
        boolean touching = wordLength > 0 && !lexer.spaced && isQuote(lexer.start - wordLength - 1);
        boolean conjunction = operators == 1
                && condition.logic
                && wordLength > 0
                && words + values == 0
                && opening.isConjunction(v, lexer.start, lexer.end, touching);
        boolean reopened = !broken && operators > 0 && !slug && !conjunction && !isNamedSign(wordLength > 0);
        alarm(quoted && (reopened || isJoined()), SqlEvidence.REOPENED_STRING);
        alarm(condition.pending && condition.logic && !broken && !frames.isForeign(), SqlEvidence.CONDITION);
        operand(SqlKind.STRING);
    }

    /** Whether nothing but operators and further strings stands between two quotes, where prose or code names signs. */
    private boolean isNamedSign(boolean word) {
        if (words > 0 || values > strings || word && condition.logic) {
            return false;
        }
        return opening.isApart() || opening.isEmpty() && values == 0 && isProse(lexer.start + 1);
    }

    private boolean isProse(int at) {
        if (at < lexer.end && v[at] < 0) {
            return true; // scripts without spaces
        }
        return at + 1 < lexer.end && Bytes.isBlank(v[at]) && (Bytes.isLetter(v[at + 1]) || v[at + 1] < 0);
    }

    /** Whether the same sign joins the value to the empty strings on both of its sides, whatever it is. */
    private boolean isJoined() {
        int i = lexer.start - 1;
        while (i > 0 && Bytes.isBlank(v[i])) {
            i--;
        }
        boolean last = lexer.end == lexer.start + 1 && (previous == SqlKind.ARITHMETIC || previous == SqlKind.LOGIC);
        return last && opening.joins(v[i]);
    }

    boolean isQuote(int at) {
        return at >= 0 && (v[at] == '\'' || v[at] == '"');
    }

    /** The server is asked about itself: a part of something greater, or not the first time. */
    void informed() {
        boolean part = frames.isIn(SqlFrames.Type.CALL) || information && operators > 0;
        alarm(part && !broken, SqlEvidence.FUNCTION);
        information = true;
    }

    /** Prose: forget what would make sense only as a whole. */
    void breakOff() {
        broken = true;
        expect = true;
        operators = 0;
        words = 0;
        values = 0;
        strings = 0;
        path = true;
        first = SqlKind.END;
        alias = false;
        afterSemicolon = false;
        called = null;
        condition.clear();
        query.breakOff();
    }

    void alarm(boolean evident, SqlEvidence kind) {
        if (evident && evidence == null) {
            evidence = kind;
        }
    }
}
