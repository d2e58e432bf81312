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
        int differences = differences(value, from, to);
        if (differences < 0) {
            return null;
        }
        SqlEvidence evidence = find(value, from, to, true);
        return evidence != null || differences == 0 ? evidence : find(value, from, to, false);
    }

    /** -1 if the value is a single word or number, 0 if all servers read it alike, else 1. */
    private static int differences(byte[] v, int from, int to) {
        int result = -1;
        for (int i = from; i < to; i++) {
            byte c = v[i];
            switch (c) {
                case '#', '\\', '!' -> {
                    return 1;
                }
                case '-' -> {
                    if (i + 1 < to && v[i + 1] == '-') {
                        return 1;
                    }
                }
                default -> {
                    if (!Bytes.isLetter(c) && !Bytes.isDigit(c) && c != '_' && c != '.') {
                        result = 0;
                    }
                }
            }
        }
        return result;
    }

    private static @Nullable SqlEvidence find(byte[] v, int from, int to, boolean mysql) {
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
