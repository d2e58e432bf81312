package dev.portcullis.waf.detect;

/** Reads what stands between operands: parentheses, functions, commas, and operators of every kind. */
class SqlOperators extends SqlReading {
    SqlOperators(byte[] v, SqlLexer lexer, SqlOpening opening) {
        super(v, lexer, opening);
    }

    void call() {
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

    void left() {
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

    void right() {
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

    void comma() {
        if (expect && !start) {
            breakOff();
        }
        expect = true;
        condition.pending = false;
        list |= frames.depth() == 0 && !query.isActive() && !clauses;
        query.comma();
    }

    void semicolon() {
        boolean fits = !broken && (!expect || start);
        breakOff();
        query.end();
        broken = !fits;
        afterSemicolon = fits;
    }

    void arithmetic(byte sign) {
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

    boolean isInCall() {
        return frames.isIn(SqlFrames.Type.CALL) || frames.isIn(SqlFrames.Type.FOREIGN_CALL);
    }

    void prefix(SqlKind kind) {
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
    void sign() {
        condition.signs++;
        boolean many = condition.logic && condition.direct && condition.signs >= 3;
        alarm(many && !broken, SqlEvidence.CONDITION);
        alarm(union.isSelect(), SqlEvidence.SET_OPERATION);
    }

    void compare(boolean inWords) {
        path = false;
        if (inWords && previous == SqlKind.AS) {
            // A name, whatever it means elsewhere.
            operand(SqlKind.WORD);
        } else if (!expect || start && !inWords) {
            operators++;
            condition.compare(last, inWords, !inWords && lexer.sign() == '=');
            expect = true;
        } else if (inWords) {
            operand(SqlKind.WORD);
        } else {
            breakOff();
        }
    }

    void logic() {
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
}
