package dev.portcullis.waf.transform;

import java.util.Arrays;

/**
 * A best-fit map from code points of the basic plane to single bytes, as some servers decode {@code %uXXXX}. Immutable.
 */
public final class UnicodeMap {
    /** Maps nothing: only the rules that need no table apply. */
    public static final UnicodeMap NONE = new UnicodeMap(new short[0]);

    private final short[] table;

    private UnicodeMap(short[] table) {
        this.table = table;
    }

    /**
     * A map from a table of 65,536 entries.
     *
     * @param table at the index of a code point the byte that it stands for, 0 to 255, or -1
     */
    public static UnicodeMap of(short[] table) {
        if (table.length != 0x10000) {
            throw new IllegalArgumentException("a table of 65536 entries is needed, not " + table.length);
        }
        return new UnicodeMap(Arrays.copyOf(table, table.length));
    }

    /** The byte that the code point stands for, or -1. */
    public int of(int codePoint) {
        return codePoint < table.length ? table[codePoint] : -1;
    }
}
