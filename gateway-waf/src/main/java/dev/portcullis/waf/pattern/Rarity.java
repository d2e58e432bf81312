package dev.portcullis.waf.pattern;

/**
 * How often texts turn up in what clients ordinarily send: a rough guess from single bytes, folded.
 * It steers which of several necessary literals are looked for; answers do not depend on it.
 */
final class Rarity {
    /** The longest piece of a literal that is looked for. */
    static final int WINDOW = 4;

    private static final double DIGITS = 0.12;

    /** The chance of a piece of a common text, at least. */
    private static final double COMMON_CHANCE = 0.01;

    private static final double[] FREQUENCY = frequencies();

    /** Longer texts that are common for what they mean. */
    private static final String[] COMMON = {
        "mozilla/0.0 (",
        "windows nt 00.0;",
        "applewebkit/000.00 (khtml, like gecko)",
        "chrome/000.0",
        "safari/000",
        "text/html,",
        "application/xhtml+xml,",
        "application/xml;q=0.0,", // what browsers send along with every request
        "json.",
        ".array_0",
        "0000",
        "-00",
        "00:0", // names and times in JSON
        "json",
        "http",
        "https",
        "html",
        "name",
        "text",
        "true",
        "false",
        "null",
        "www.",
        ".com",
        "://",
        "user",
        "type",
        "date",
        "this",
        "that",
        "with",
        "tion",
        "ing ",
        "the ",
        "and ",
        "ther",
        "from"
    };

    /** All pieces of the common texts that can be a literal. */
    private static final Texts PIECES = pieces();

    /** Tells most of what is not a piece without a search. */
    private static final boolean[] MAY_BE_PIECE = new boolean[1 << 12];

    static {
        for (int i = 0; i < PIECES.size(); i++) {
            MAY_BE_PIECE[slot(PIECES.at(i))] = true;
        }
    }

    private Rarity() {}

    private static int slot(long literal) {
        return (int) (literal * 0x9E37_79B9_7F4A_7C15L >>> 52);
    }

    private static Texts pieces() {
        Texts.Maker pieces = new Texts.Maker(256);
        for (String common : COMMON) {
            for (int from = 0; from < common.length(); from++) {
                for (int to = from + 1; to <= Math.min(common.length(), from + WINDOW); to++) {
                    pieces.add(Literal.of(common.substring(from, to)));
                }
            }
        }
        return pieces.make();
    }

    private static double[] frequencies() {
        double[] table = new double[256];
        for (int v = 0; v < 256; v++) {
            table[v] = v >= 0x80 ? 0.000_05 : v < ' ' ? 0.000_02 : 0.000_3;
        }
        // In parts per thousand of forms, queries, paths and JSON.
        set(table, "eatino", 60);
        set(table, "srl", 45);
        set(table, "cdpum", 28);
        set(table, "hgbf", 16);
        set(table, "vwyk", 9);
        set(table, "xjqz", 3);
        set(table, "0123456789", 12);
        set(table, " ", 25);
        set(table, "/.-_", 10);
        set(table, "=:,\"", 7);
        set(table, "&%+;", 4);
        set(table, "()?'@*", 1.2);
        set(table, "\n\r\t<>", 0.6);
        return table;
    }

    private static void set(double[] table, String letters, double perThousand) {
        for (int i = 0; i < letters.length(); i++) {
            table[letters.charAt(i)] = perThousand / 1000;
        }
    }

    /** The guessed chance that a folded literal begins at a given place. */
    static double of(long literal) {
        double chance = 1;
        for (int i = 0; i < Literal.length(literal); i++) {
            int c = Literal.at(literal, i);
            chance *= c == '0' ? DIGITS : FREQUENCY[c];
        }
        return chance < COMMON_CHANCE && MAY_BE_PIECE[slot(literal)] && PIECES.indexOf(literal) >= 0
                ? COMMON_CHANCE
                : chance;
    }

    /** The guessed chance that a byte of the set stands at a given place. */
    static double of(ByteSet set) {
        double chance = 0;
        for (int w = 0; w < 4; w++) {
            for (long rest = set.word(w); rest != 0; rest &= rest - 1) {
                int v = (w << 6) + Long.numberOfTrailingZeros(rest);
                int lower = ByteSet.UPPER.contains(v) ? v + 32 : v;
                chance += lower == v || !set.contains(lower) ? FREQUENCY[lower] : 0;
            }
        }
        return chance;
    }

    /** The piece of the literal, at most the given length, that is least likely to turn up by chance. */
    static long rarestPiece(long literal, int length) {
        int whole = Literal.length(literal);
        if (whole <= length) {
            return literal;
        }
        long rarest = Literal.EMPTY;
        double least = Double.MAX_VALUE;
        for (int i = 0; i + length <= whole; i++) {
            long piece = Literal.piece(literal, i, length);
            double chance = of(piece);
            if (chance < least) {
                least = chance;
                rarest = piece;
            }
        }
        return rarest;
    }
}
