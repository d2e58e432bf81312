package dev.portcullis.waf.detect;

import org.jspecify.annotations.Nullable;

/**
 * Whether a value would be more than a value in a query: in the open, or in a string in either quotes, as MySQL reads it and
 * as other servers do.
 */
public final class SqlInjection {
    private static final byte[] QUOTES = {'\'', '"'};

    private SqlInjection() {}

    /**
     * Why {@code value[from, to)} is taken for SQL, null if it is not. Linear in its length; it allocates a little, and
     * nothing for a single word or number.
     */
    public static @Nullable SqlEvidence find(byte[] value, int from, int to) {
        if (SqlProse.is(value, from, to)) {
            return null;
        }
        int traits = SqlTraits.of(value, from, to);
        if ((traits & SqlTraits.SIGNS) == 0) {
            return null;
        }
        boolean quotes = (traits & SqlTraits.QUOTES) != 0;
        SqlEvidence evidence = quotes || !isHarmless(value, from, to, true) ? judge(value, from, to, true) : null;
        if (evidence != null || (traits & SqlTraits.DIALECTS) == 0) {
            return evidence;
        }
        return quotes || !isHarmless(value, from, to, false) ? judge(value, from, to, false) : null;
    }

    /** As {@link #find}, with each reading judged: what its short way is checked against. */
    static @Nullable SqlEvidence findJudgingAll(byte[] value, int from, int to) {
        SqlEvidence evidence = judge(value, from, to, true);
        return evidence != null ? evidence : judge(value, from, to, false);
    }

    /**
     * Whether a value without quotes has no token that any evidence begins with: names, numbers, arithmetic, comparisons
     * and parentheses alone are never enough, in whatever order they come.
     */
    private static boolean isHarmless(byte[] v, int from, int to, boolean mysql) {
        SqlLexer lexer = new SqlLexer(v, from, to, mysql);
        do {
            lexer.next();
            if (lexer.kind.isNeededByEvidence()
                    || lexer.function != SqlFunction.NONE && lexer.function != SqlFunction.COMMON
                    || lexer.kind == SqlKind.IN && lexer.skipsSearchMode()) {
                return false;
            }
        } while (lexer.kind != SqlKind.END);
        return true;
    }

    private static @Nullable SqlEvidence judge(byte[] v, int from, int to, boolean mysql) {
        SqlEvidence evidence = new SqlJudge(v, new SqlLexer(v, from, to, mysql), SqlOpening.BARE).judge();
        for (byte quote : QUOTES) {
            int close = evidence == null ? SqlLiterals.closing(v, from, to, quote, mysql) : -1;
            if (close >= 0) {
                SqlLexer lexer = new SqlLexer(v, close + 1, to, mysql);
                evidence = new SqlJudge(v, lexer, SqlOpening.of(v, from, close, to)).judge();
            }
        }
        return evidence;
    }
}
