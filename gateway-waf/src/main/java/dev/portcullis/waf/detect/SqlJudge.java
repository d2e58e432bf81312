package dev.portcullis.waf.detect;

import org.jspecify.annotations.Nullable;

/**
 * Judges one reading of a value: whether it goes on where a value should end. It follows the grammar of expressions loosely,
 * an operand and an operator in turn; two words side by side are prose, and whatever counts only as a part of a statement
 * that makes sense is then forgotten.
 */
final class SqlJudge {
    private final byte[] v;
    private final SqlLexer lexer;
    private final SqlOpening opening;
    private final boolean quoted;
    private final SqlCondition condition = new SqlCondition();
    private final SqlFrames frames = new SqlFrames();
    private final SqlQuery query = new SqlQuery();
    private final SqlStatement statement = new SqlStatement();
    private final SqlUnion union = new SqlUnion();

    /** Whether an operand must come next, and whether nothing came yet. */
    private boolean expect;

    private boolean start;

    /** Whether there was prose, so that nothing fits what came before it. */
    private boolean broken;

    /** The last operand, the token before this one, and the first operand since the last prose. */
    private SqlKind last = SqlKind.END;

    private SqlKind previous = SqlKind.END;
    private SqlKind first = SqlKind.END;

    /** How many operators, names and other operands there were since; whether commas joined them, clauses apart. */
    private int operators;

    private int words;
    private int values;
    private boolean list;
    private boolean clauses;

    /** Whether one and the same sign joins the operands as in a path or a slug, and which. */
    private boolean path = true;

    private byte pathSign;

    /** What may come next though it is no operator: an alias, the count of a {@code top}, the rest of a {@code not in}. */
    private boolean alias;

    private boolean top;
    private boolean notInfix;
    private boolean afterSemicolon;
    private boolean information;

    /** The function whose parenthesis comes next; null if none does. */
    private @Nullable SqlFunction called;

    private @Nullable SqlEvidence evidence;

    SqlJudge(byte[] v, SqlLexer lexer, SqlOpening opening) {
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

    /** Reads it all; null if it is a value. */
    @Nullable
    SqlEvidence judge() {
        while (evidence == null) {
            previous = start ? SqlKind.END : lexer.kind;
            int before = lexer.end - lexer.start;
            boolean wordBefore = lexer.known;
            lexer.next();
            SqlKind kind = lexer.kind;
            if (kind == SqlKind.END) {
                return atEnd();
            }
            if (kind == SqlKind.COMMENT_END) {
                return atComment();
            }
            if (statement.step(lexer, kind, broken, afterSemicolon)) {
                return SqlEvidence.STATEMENT;
            }
            if (notInfix && kind != SqlKind.LIKE && kind != SqlKind.IN && kind != SqlKind.BETWEEN) {
                breakOff();
            }
            notInfix = false;
            union.step(kind);
            if (kind == SqlKind.OPEN_STRING) {
                openString(wordBefore ? before : 0);
            } else {
                step(kind);
            }
            if (evidence == null && query.isEvident()) {
                evidence = SqlEvidence.QUERY;
            }
            start = false;
        }
        return evidence;
    }

    private void step(SqlKind kind) {
        switch (kind) {
            case NUMBER, STRING, VARIABLE, CONSTANT -> operand(kind);
            case WORD -> {
                alarm(query.isActive() && lexer.catalog, SqlEvidence.QUERY);
                operand(kind);
            }
            case CALL -> call();
            case LEFT -> left();
            case RIGHT -> right();
            case COMMA -> comma();
            case SEMICOLON -> semicolon();
            case ARITHMETIC -> arithmetic(lexer.sign());
            case COMPARE -> compare(false);
            case LIKE -> {
                if (!expect || previous != SqlKind.LIKE) {
                    compare(true);
                }
            }
            case IS, BETWEEN -> {
                condition.between = kind == SqlKind.BETWEEN && !expect;
                compare(true);
            }
            case IN -> {
                if (expect || !lexer.skipsSearchMode()) {
                    compare(true);
                }
            }
            case LOGIC -> logic();
            case PREFIX, QUANTIFIER -> prefix(kind);
            case NOT -> notInfix = !expect;
            case CASE, WHEN, THEN, ELSE, CASE_END -> caseWord(kind);
            case SET_OPERATION -> setOperation();
            case SELECT -> select();
            case OTHER -> {
                breakOff();
                expect = true;
            }
            default -> clauseWord(kind);
        }
    }

    private void clauseWord(SqlKind kind) {
        switch (kind) {
            case GROUP, ORDER, HAVING, LIMIT, INTO, PROCEDURE -> clause(kind);
            case BY -> wordUnless(previous == SqlKind.GROUP || previous == SqlKind.ORDER, true);
            case FROM -> from();
            case WHERE -> {
                if (query.isActive()) {
                    query.where();
                }
                wordUnless(query.isActive(), true);
            }
            case AS, COLLATE -> {
                if (expect) {
                    operand(SqlKind.WORD);
                }
                alias = !expect && lexer.sign() != ':';
            }
            case JOIN, ON -> wordUnless(query.isActive() && (!expect || previous == SqlKind.JOIN), true);
            case DIRECTION -> wordUnless(!expect, expect);
            case ALL, TOP -> {
                boolean ofQuery = expect && previous == SqlKind.SELECT;
                top = ofQuery && kind == SqlKind.TOP;
                if (top) {
                    query.top();
                }
                wordUnless(ofQuery || expect && kind == SqlKind.ALL, expect);
            }
            case FOR -> wordUnless(!expect, expect);
            case UPDATE -> wordUnless(previous == SqlKind.FOR, expect);
            default -> operand(SqlKind.WORD);
        }
    }

    /** A word of the grammar where it fits, with what must come next; else a name like any other. */
    private void wordUnless(boolean fits, boolean expectNext) {
        if (fits) {
            expect = expectNext;
        } else {
            operand(SqlKind.WORD);
        }
    }

    private void operand(SqlKind kind) {
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
    private boolean fitsBeside(SqlKind kind) {
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
    private void compared(SqlKind right) {
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
    private boolean isDecided(SqlKind left, SqlKind right, boolean systemVariable) {
        boolean leftName = left == SqlKind.WORD || left == SqlKind.VARIABLE;
        boolean rightName = right == SqlKind.WORD || right == SqlKind.VARIABLE && !systemVariable;
        if (condition.comparedBefore) {
            boolean literals = (left == SqlKind.NUMBER || left == SqlKind.STRING)
                    && (right == SqlKind.NUMBER || right == SqlKind.STRING || systemVariable);
            return literals && condition.equation && !condition.arithmetic;
        }
        return first == SqlKind.WORD ? !leftName && !rightName : !leftName || !rightName;
    }

    private void openString(int wordLength) {
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
        alarm(quoted && !broken && operators > 0 && !slug && !conjunction, SqlEvidence.REOPENED_STRING);
        alarm(condition.pending && condition.logic && !broken && !frames.isForeign(), SqlEvidence.CONDITION);
        operand(SqlKind.STRING);
    }

    private boolean isQuote(int at) {
        return at >= 0 && (v[at] == '\'' || v[at] == '"');
    }

    private void call() {
        SqlFunction function = lexer.function;
        if (!expect && (!query.isActive() || last == SqlKind.WORD)) {
            breakOff();
        }
        alarm(union.isSelect(), SqlEvidence.SET_OPERATION);
        if (!broken && !frames.isForeign()) {
            boolean telling = function != SqlFunction.COMMON && function != SqlFunction.CONDITION;
            boolean decides = condition.logic && condition.direct && function != SqlFunction.NONE;
            alarm(decides && (quoted || first != SqlKind.WORD || telling), SqlEvidence.CONDITION);
            alarm(frames.function() == SqlFunction.CODE && function == SqlFunction.PART, SqlEvidence.FUNCTION);
        }
        condition.direct = false;
        query.call(function);
        expect = true;
        called = function;
    }

    private void left() {
        SqlFunction function = called;
        if (function != null) {
            called = null;
            boolean foreign = function == SqlFunction.NONE;
            SqlFrames.Type type = foreign ? SqlFrames.Type.FOREIGN_CALL : SqlFrames.Type.CALL;
            frames.push(type, function, condition.save());
            return;
        }
        if (!expect && previous != SqlKind.IN && !query.isActive()) {
            breakOff();
        }
        boolean decides = condition.logic && condition.pending && condition.side != SqlKind.WORD;
        alarm(decides && !broken && !frames.isForeign(), SqlEvidence.CONDITION);
        frames.push(SqlFrames.Type.GROUP, SqlFunction.NONE, condition.save());
        expect = true;
    }

    private void right() {
        alarm(union.isEvidentSelect(lexer.hasComments()), SqlEvidence.SET_OPERATION);
        if (frames.depth() == 0) {
            // The value leaves a parenthesis that it stands in.
            if (expect && !start) {
                breakOff();
                return;
            }
            expect = false;
            last = SqlKind.RIGHT;
            first = first == SqlKind.END ? SqlKind.RIGHT : first;
            return;
        }
        boolean empty = expect && previous == SqlKind.LEFT;
        if (expect && !empty) {
            breakOff();
        }
        SqlFrames.Type type = frames.type();
        SqlFunction function = frames.function();
        SqlKind inner = last;
        condition.restore(frames.pop(), type == SqlFrames.Type.FOREIGN_CALL);
        if (empty && type == SqlFrames.Type.GROUP) {
            breakOff();
            return;
        }
        if (empty && function == SqlFunction.INFORMATION) {
            informed();
        }
        boolean name = type == SqlFrames.Type.GROUP && inner == SqlKind.WORD && !condition.wordy;
        expect = true;
        operand(name ? SqlKind.WORD : SqlKind.RIGHT);
        boolean having = condition.having && frames.depth() == 0 && inner != SqlKind.WORD;
        alarm(having && !broken, SqlEvidence.CLAUSE);
        last = SqlKind.RIGHT;
        query.right(frames.depth());
    }

    /** The server is asked about itself: a part of something greater, or not the first time. */
    private void informed() {
        boolean part = frames.isIn(SqlFrames.Type.CALL) || information && operators > 0;
        alarm(part && !broken, SqlEvidence.FUNCTION);
        information = true;
    }

    private void comma() {
        if (expect && !start) {
            breakOff();
        }
        expect = true;
        condition.pending = false;
        list |= frames.depth() == 0 && !query.isActive() && !clauses;
        query.comma();
    }

    private void semicolon() {
        boolean fits = !broken && (!expect || start);
        breakOff();
        query.end();
        broken = !fits;
        afterSemicolon = fits;
    }

    private void arithmetic(byte sign) {
        if (!expect) {
            operators++;
            condition.arithmetic = true;
            expect = true;
            path &= (sign == '/' || sign == '-' || sign == '&') && (operators == 1 || pathSign == sign);
            pathSign = sign;
        } else if (sign == '*' && (query.star() || previous == SqlKind.LEFT && isInCall())) {
            alarm(union.isSelect(), SqlEvidence.SET_OPERATION);
            expect = false;
            last = SqlKind.RIGHT;
        } else if (sign == '+' || sign == '-') {
            sign();
        } else if (start) {
            operators++;
        } else {
            breakOff();
        }
    }

    private boolean isInCall() {
        return frames.isIn(SqlFrames.Type.CALL) || frames.isIn(SqlFrames.Type.FOREIGN_CALL);
    }

    private void prefix(SqlKind kind) {
        boolean inWords = lexer.known;
        if (expect || kind == SqlKind.PREFIX && inWords && query.isActive()) {
            if (!inWords) {
                sign();
            }
        } else if (kind == SqlKind.PREFIX && !inWords) {
            breakOff();
        } else {
            operand(SqlKind.WORD);
        }
    }

    /** A sign before an operand. Prose and honest code have one. */
    private void sign() {
        condition.signs++;
        boolean many = condition.logic && condition.direct && condition.signs >= 3;
        alarm(many && !broken, SqlEvidence.CONDITION);
        alarm(union.isSelect(), SqlEvidence.SET_OPERATION);
    }

    private void compare(boolean inWords) {
        path = false;
        if (!expect || start && !inWords) {
            operators++;
            condition.compare(last, inWords, !inWords && lexer.sign() == '=');
            expect = true;
        } else if (inWords) {
            operand(SqlKind.WORD);
        } else {
            breakOff();
        }
    }

    private void logic() {
        boolean inWords = lexer.known;
        if (condition.between && inWords) {
            condition.between = false;
            condition.pending = true;
            expect = true;
        } else if (!expect || start) {
            operators++;
            path = false;
            condition.logic(operators == 1, last, !inWords && !lexer.spaced);
            expect = true;
        } else if (inWords) {
            operand(SqlKind.WORD);
        } else {
            breakOff();
        }
    }

    private void caseWord(SqlKind kind) {
        boolean open = frames.isIn(SqlFrames.Type.CASE);
        if (kind == SqlKind.CASE && expect) {
            frames.push(SqlFrames.Type.CASE, SqlFunction.NONE, condition.save());
        } else if (kind == SqlKind.CASE || !open) {
            operand(SqlKind.WORD);
        } else if (kind == SqlKind.CASE_END) {
            right();
        } else {
            alarm(kind == SqlKind.THEN && !broken && !expect && condition.value, SqlEvidence.CONDITION);
            condition.value &= kind != SqlKind.WHEN;
            expect = true;
        }
    }

    private void setOperation() {
        boolean fits = !broken && (!expect || start || frames.depth() > 0);
        union.come(fits, quoted || last != SqlKind.WORD);
        alarm(condition.logic && condition.value && !broken && !expect, SqlEvidence.SET_OPERATION);
        expect = true;
    }

    private void select() {
        boolean enclosed = previous == SqlKind.LEFT;
        alarm(enclosed && condition.logic && !broken && !frames.isForeign(), SqlEvidence.QUERY);
        boolean asOperand = enclosed && operators > 0 && !broken;
        boolean own = afterSemicolon && !broken;
        if (!expect && !union.isSelect()) {
            breakOff();
        }
        boolean whole = enclosed && !frames.isForeign() && operators + words + values == 0 && !broken;
        query.begin(frames.depth(), enclosed, asOperand, union.isSelect() && union.isViable(), own, whole);
        afterSemicolon = false;
        expect = true;
        last = SqlKind.END;
    }

    private void from() {
        if (query.isActive()) {
            query.from();
            expect = true;
        } else {
            // substring(x from 1 for 2)
            wordUnless(frames.isIn(SqlFrames.Type.CALL) && !expect, true);
        }
    }

    private void clause(SqlKind kind) {
        if (expect && !start) {
            operand(SqlKind.WORD);
            return;
        }
        boolean ends = kind != SqlKind.LIMIT && kind != SqlKind.INTO;
        alarm(ends && condition.logic && condition.value && !broken && !frames.isForeign(), SqlEvidence.CLAUSE);
        boolean afterValue = quoted || last != SqlKind.WORD;
        if (kind == SqlKind.HAVING) {
            condition.having();
            first = first == SqlKind.WORD ? SqlKind.NUMBER : first;
        }
        clauses = true;
        query.clause(kind);
        statement.clause(kind, !broken, afterValue || start);
        expect = true;
        operators++;
    }

    /** Prose: forget what would make sense only as a whole. */
    private void breakOff() {
        broken = true;
        expect = true;
        operators = 0;
        words = 0;
        values = 0;
        path = true;
        first = SqlKind.END;
        alias = false;
        afterSemicolon = false;
        called = null;
        condition.clear();
        query.breakOff();
    }

    private void alarm(boolean evident, SqlEvidence kind) {
        if (evident && evidence == null) {
            evidence = kind;
        }
    }

    private @Nullable SqlEvidence atComment() {
        if (union.isEvidentAtComment(broken)) {
            return SqlEvidence.SET_OPERATION;
        }
        if (statement.isEvidentAtComment()) {
            return SqlEvidence.CLAUSE;
        }
        if (query.isEvidentAtEnd()) {
            return SqlEvidence.QUERY;
        }
        if (broken || expect) {
            return null;
        }
        boolean decided = condition.logic && !frames.isForeign() && (condition.value || quoted && condition.compared);
        if (decided || quoted && condition.compared) {
            return SqlEvidence.CONDITION;
        }
        boolean tag = quoted && operators == 0 && !lexer.spaced && lexer.isOneWordComment();
        boolean value = values > 0 && last != SqlKind.WORD && (words == 0 || last == SqlKind.RIGHT || lexer.spaced);
        return (quoted || value) && !list && (tag || lexer.isEmptyComment()) ? SqlEvidence.COMMENT : null;
    }

    private @Nullable SqlEvidence atEnd() {
        if (union.isEvidentAtEnd(lexer.hasComments())) {
            return SqlEvidence.SET_OPERATION;
        }
        boolean complete = !broken && !expect && condition.logic;
        boolean constant = condition.afterNumber && last == SqlKind.CONSTANT && frames.depth() == 0;
        boolean glued = !quoted && condition.glued && operators == 1 && words == 0;
        boolean plain = quoted && opening.isPlain() && condition.value;
        if (complete && (constant || glued || plain)) {
            return SqlEvidence.CONDITION;
        }
        if (statement.isEvidentAtEnd(information)) {
            return SqlEvidence.CLAUSE;
        }
        return query.isEvidentAtEnd() ? SqlEvidence.QUERY : null;
    }
}
