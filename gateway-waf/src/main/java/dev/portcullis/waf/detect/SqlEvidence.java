package dev.portcullis.waf.detect;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Why a value is taken for SQL. */
@SuppressWarnings("ImmutableEnumChecker") // the bytes of a constant are never handed out to be changed
public enum SqlEvidence {
    /** A second query is joined to the first: {@code union select}. */
    SET_OPERATION,
    /** A condition is added whose outcome the value decides. */
    CONDITION,
    /** A function is called that tells, decides, waits or reaches out. */
    FUNCTION,
    /** The string that the value stands in is closed, and another one opened after an operator. */
    REOPENED_STRING,
    /** What comes after the value is cut off by a comment. */
    COMMENT,
    /** A clause is added: {@code order by 1}, {@code into outfile}. */
    CLAUSE,
    /** A query stands where a value should. */
    QUERY,
    /** Another statement is added, or is all there is. */
    STATEMENT;

    private final byte[] text =
            name().toLowerCase(Locale.ROOT).replace('_', '-').getBytes(StandardCharsets.US_ASCII);

    /** A name for logs, in small letters. The array is not to be changed. */
    public byte[] text() {
        return text;
    }
}
