package dev.portcullis.waf.detect;

/**
 * Reads the tokens of SQL one at a time, as a server of one of two families reads them. MySQL has comments after {@code #},
 * wants a space after {@code --}, lets a backslash escape a quote and reads the code inside conditional comments; the others do not.
 */
final class SqlLexer {
    private static final int MOST_SPACES_BEFORE_PARENTHESIS = 256;

    private final byte[] v;
    private final int to;
    private final boolean mysql;
    private final SqlGap gap;
    private int i;
    private boolean dollarsLeftOpen;

    /** What the token is. */
    SqlKind kind = SqlKind.END;

    /** Where the token starts and ends. */
    int start;

    int end;

    /** Whether the token is a word that SQL has. */
    boolean known;

    /** What a {@link SqlKind#CALL} calls. */
    SqlFunction function = SqlFunction.NONE;

    /** Whether a name is one from the catalogue of a database. */
    boolean catalog;

    /** Whether white space or a comment stood before the token. */
    boolean spaced;

    SqlLexer(byte[] v, int from, int to, boolean mysql) {
        this.v = v;
        this.i = from;
        this.to = to;
        this.mysql = mysql;
        this.gap = new SqlGap(v, to, mysql);
    }

    /** Whether a comment was passed over before. */
    boolean hasComments() {
        return gap.hasComments();
    }

    /** For a {@link SqlKind#COMMENT_END}: whether the comment says nothing, and so is there to cut off what follows. */
    boolean isEmptyComment() {
        return gap.isEmptyComment();
    }

    /** For a {@link SqlKind#COMMENT_END}: whether the comment has no white space. */
    boolean isOneWordComment() {
        return gap.isOneWordComment();
    }

    /** Reads the next token. */
    void next() {
        known = false;
        catalog = false;
        function = SqlFunction.NONE;
        start = gap.skip(i);
        spaced = start > i;
        i = start;
        if (gap.isOpenComment()) {
            kind = SqlKind.COMMENT_END;
            i = to;
        } else if (i >= to) {
            kind = SqlKind.END;
        } else if (Bytes.isDigit(v[i]) || v[i] == '.' && i + 1 < to && Bytes.isDigit(v[i + 1])) {
            number();
        } else if (SqlLiterals.isNameStart(v[i])) {
            name();
        } else {
            sign(v[i++]);
        }
        end = i;
    }

    private void number() {
        kind = SqlKind.NUMBER;
        i = SqlLiterals.numberEnd(v, i, to);
        int tail = SqlLiterals.nameEnd(v, i, to);
        // Lenient servers let a word of SQL follow a number directly, also after a letter for its type; else it is a
        // name.
        if (tail == i || SqlWords.kind(v, i, tail) != SqlKind.WORD) {
            return;
        }
        boolean typed = (v[i] | 0x20) == 'f' || (v[i] | 0x20) == 'd';
        if (typed && SqlWords.kind(v, i + 1, tail) == SqlKind.SET_OPERATION) {
            i++;
        } else {
            i = tail;
            kind = SqlKind.WORD;
        }
    }

    private void name() {
        int from = i;
        i = SqlLiterals.namePartEnd(v, i, to);
        if (i < to && (v[i] == '\'' || v[i] == '"') && SqlLiterals.isStringPrefix(v, from, i, to, mysql)) {
            sign(v[i++]);
            return;
        }
        while (isDot()) {
            i += v[i + 1] == '.' ? 2 : 1;
            i = v[i] == '*' ? i + 1 : SqlLiterals.namePartEnd(v, i, to);
        }
        int word = SqlWords.find(v, from, i);
        kind = SqlWords.kind(word);
        known = word != WordTable.NONE;
        catalog = SqlWords.isCatalog(v, from, i);
        int parenthesis = i;
        while (parenthesis < to && parenthesis - i < MOST_SPACES_BEFORE_PARENTHESIS && Bytes.isBlank(v[parenthesis])) {
            parenthesis++;
        }
        if (parenthesis < to && v[parenthesis] == '(') {
            boolean touches = parenthesis == i;
            if (SqlWords.function(word) != SqlFunction.NONE && (touches || !SqlWords.isEnglish(v, from, i))) {
                function = SqlWords.function(word);
            }
            boolean asFunction = function != SqlFunction.NONE && (touches || kind == SqlKind.CONSTANT);
            if (kind == SqlKind.WORD || asFunction) {
                kind = SqlKind.CALL;
            }
        }
    }

    /** Whether another part of the name follows a dot, or two of them, or a star does. */
    private boolean isDot() {
        if (i + 1 >= to || v[i] != '.' || v[i - 1] == '*') {
            return false;
        }
        byte next = v[i + 1];
        return next == '*'
                || SqlLiterals.isNameStart(next)
                || next == '.' && i + 2 < to && SqlLiterals.isNameStart(v[i + 2]);
    }

    private void sign(byte c) {
        byte next = i < to ? v[i] : 0;
        switch (c) {
            case '\'', '"' -> string(c, SqlKind.STRING);
            case '(' -> kind = SqlKind.LEFT;
            case '{' -> kind = isEscape(next) ? SqlKind.LEFT : SqlKind.OTHER;
            case ')', '}' -> kind = SqlKind.RIGHT;
            case ',' -> kind = SqlKind.COMMA;
            case ';' -> kind = SqlKind.SEMICOLON;
            case '@' -> variable();
            case '$' -> dollar();
            case '=' -> {
                kind = SqlKind.COMPARE;
                i += next == '=' ? 1 : 0;
            }
            case '<', '>' -> {
                kind = next == c ? SqlKind.ARITHMETIC : SqlKind.COMPARE;
                i += next == c ? 1 : 0;
                while (kind == SqlKind.COMPARE && i < to && (v[i] == '=' || v[i] == '>')) {
                    i++;
                }
            }
            case '!' -> {
                boolean compare = next == '=' || next == '<' || next == '>';
                kind = compare ? SqlKind.COMPARE : SqlKind.PREFIX;
                i += compare ? 1 : 0;
            }
            case '~' -> kind = SqlKind.PREFIX;
            case '&', '|' -> {
                kind = next == c ? SqlKind.LOGIC : SqlKind.ARITHMETIC;
                i += next == c ? 1 : 0;
            }
            case '-' -> {
                kind = SqlKind.ARITHMETIC;
                while (i < to && v[i] == '>') {
                    i++;
                }
            }
            case '+', '*', '/', '%', '^' -> kind = SqlKind.ARITHMETIC;
            case ':' -> colon(next);
            case '\\' -> {
                boolean missing = (next | 0x20) == 'n' && (i + 1 >= to || !SqlLiterals.isNamePart(v[i + 1]));
                kind = missing ? SqlKind.CONSTANT : SqlKind.OTHER;
                i += missing ? 1 : 0;
            }
            default -> kind = SqlKind.OTHER;
        }
    }

    /** Whether a brace opens an escape of ODBC, {@code {fn ...}}: a name comes first in there. */
    private boolean isEscape(byte next) {
        return SqlLiterals.isNameStart(next) || next == '/' || i < to && SqlLiterals.blank(v, i, to) > 0;
    }

    private void string(byte quote, SqlKind closed) {
        int close = SqlLiterals.closing(v, i, to, quote, mysql);
        kind = close < 0 ? SqlKind.OPEN_STRING : closed;
        i = close < 0 ? to : close + 1;
    }

    private void colon(byte next) {
        kind = SqlKind.OTHER;
        if (next == '=') {
            kind = SqlKind.COMPARE;
            i++;
        } else if (next == ':') {
            kind = SqlKind.COLLATE;
            i++;
            // The type belongs to the cast.
            while (i < to && SqlLiterals.isNamePart(v[i])) {
                i++;
            }
        }
    }

    private void variable() {
        kind = SqlKind.VARIABLE;
        while (i < to && v[i] == '@') {
            i++;
        }
        if (i < to && (v[i] == '\'' || v[i] == '"' || v[i] == '`')) {
            string(v[i++], SqlKind.VARIABLE);
            return;
        }
        if (i < to && v[i] == '>') {
            kind = SqlKind.ARITHMETIC;
            i++;
            return;
        }
        while (i < to
                && (SqlLiterals.isNamePart(v[i]) || v[i] == '.' && i + 1 < to && SqlLiterals.isNamePart(v[i + 1]))) {
            i++;
        }
    }

    /** A string in dollars, else a parameter or an amount. */
    private void dollar() {
        int from = i - 1;
        int tag = i;
        while (tag < to && v[tag] != '$' && SqlLiterals.isNamePart(v[tag])) {
            tag++;
        }
        if (tag < to && v[tag] == '$' && !dollarsLeftOpen) {
            int close = SqlLiterals.dollarEnd(v, from, tag, to);
            if (close > 0) {
                kind = SqlKind.STRING;
                i = close;
                return;
            }
            // One search through all that is left is enough.
            dollarsLeftOpen = true;
        }
        kind = tag > i && Bytes.isDigit(v[i]) ? SqlKind.NUMBER : SqlKind.WORD;
        i = tag;
    }

    /** The first byte of the token. */
    byte sign() {
        return v[start];
    }

    /** Whether the variable is the server's own. */
    boolean isSystemVariable() {
        return end - start > 2 && v[start] == '@' && v[start + 1] == '@';
    }

    /** Whether the name has a part that only system procedures have: {@code xp_}, {@code sp_}. */
    boolean isSystemProcedure() {
        for (int k = start; k + 3 < end; k++) {
            boolean partStart = k == start || v[k - 1] == '.';
            int c = v[k] | 0x20;
            if (partStart && (c == 'x' || c == 's') && (v[k + 1] | 0x20) == 'p' && v[k + 2] == '_') {
                return true;
            }
        }
        return false;
    }

    /** Whether the words that end a full-text search come next, {@code in boolean mode}; passes over them if so. */
    boolean skipsSearchMode() {
        return skips("boolean mode") || skips("natural language mode");
    }

    private boolean skips(String words) {
        int k = i;
        while (k < to && v[k] == ' ') {
            k++;
        }
        for (int m = 0; m < words.length(); m++, k++) {
            if (k >= to || (v[k] | 0x20) != words.charAt(m)) {
                return false;
            }
        }
        i = k;
        return true;
    }
}
