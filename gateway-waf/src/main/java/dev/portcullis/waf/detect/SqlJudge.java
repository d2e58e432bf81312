package dev.portcullis.waf.detect;

import org.jspecify.annotations.Nullable;

/**
 * Judges one reading of a value: whether it goes on where a value should end. It follows the grammar of expressions loosely,
 * an operand and an operator in turn; two words side by side are prose, and whatever counts only as a part of a statement
 * that makes sense is then forgotten.
 */
final class SqlJudge extends SqlOperators {
    SqlJudge(byte[] v, SqlLexer lexer, SqlOpening opening) {
        super(v, lexer, opening);
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
        boolean beside = quoted ? operators == 0 && last == SqlKind.STRING : last == SqlKind.WORD;
        boolean mentioned = beside && !enclosed && !expect && !union.isSelect();
        if (!expect && !union.isSelect()) {
            breakOff();
        }
        boolean whole = enclosed && !frames.isForeign() && operators + words + values == 0 && !broken;
        query.begin(frames.depth(), enclosed, asOperand, union.isSelect() && union.isViable(), own, whole);
        if (mentioned) {
            query.mention();
        }
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
        if (opening.isApart() && operators == 0 && words + values == 0) {
            return null;
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
