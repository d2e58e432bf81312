package dev.portcullis.waf.detect;

/** What the bytes of a value tell about how it has to be read. */
final class SqlTraits {
    /** It is more than a single word or number. */
    static final int SIGNS = 1;

    /** Servers do not read it all alike. */
    static final int DIALECTS = 2;

    /** It has a quote of either kind. */
    static final int QUOTES = 4;

    private static final byte DASH = 8;

    private static final byte[] OF = new byte[256];

    static {
        for (int c = 0; c < OF.length; c++) {
            boolean word = Bytes.isLetter((byte) c) || Bytes.isDigit((byte) c) || c == '_' || c == '.';
            OF[c] = (byte)
                    switch (c) {
                        case '#', '\\', '!' -> SIGNS | DIALECTS;
                        case '\'', '"' -> SIGNS | QUOTES;
                        case '-' -> SIGNS | DASH;
                        default -> word ? 0 : SIGNS;
                    };
        }
    }

    private SqlTraits() {}

    static int of(byte[] v, int from, int to) {
        int traits = 0;
        for (int i = from; i < to; i++) {
            traits |= OF[v[i] & 0xFF];
        }
        return (traits & DASH) != 0 && hasTwoDashes(v, from, to) ? traits | DIALECTS : traits;
    }

    private static boolean hasTwoDashes(byte[] v, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (v[i] == '-' && v[i - 1] == '-') {
                return true;
            }
        }
        return false;
    }
}
