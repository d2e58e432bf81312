package dev.portcullis.waf.transform;

import java.nio.charset.StandardCharsets;

/** Names of characters in HTML that stand for an ASCII character or the no-break space (HTML Living Standard, 13.5). */
final class HtmlNames {
    private static final String[] NAMES = {
        "quot",
        "\"",
        "amp",
        "&",
        "lt",
        "<",
        "gt",
        ">",
        "nbsp",
        "\u00a0",
        "Tab",
        "\t",
        "NewLine",
        "\n",
        "excl",
        "!",
        "num",
        "#",
        "dollar",
        "$",
        "percnt",
        "%",
        "apos",
        "'",
        "lpar",
        "(",
        "rpar",
        ")",
        "ast",
        "*",
        "midast",
        "*",
        "plus",
        "+",
        "comma",
        ",",
        "period",
        ".",
        "sol",
        "/",
        "colon",
        ":",
        "semi",
        ";",
        "equals",
        "=",
        "quest",
        "?",
        "commat",
        "@",
        "lsqb",
        "[",
        "lbrack",
        "[",
        "bsol",
        "\\",
        "rsqb",
        "]",
        "rbrack",
        "]",
        "Hat",
        "^",
        "lowbar",
        "_",
        "UnderBar",
        "_",
        "grave",
        "`",
        "DiacriticalGrave",
        "`",
        "lcub",
        "{",
        "lbrace",
        "{",
        "verbar",
        "|",
        "vert",
        "|",
        "VerticalLine",
        "|",
        "rcub",
        "}",
        "rbrace",
        "}",
        "NonBreakingSpace",
        "\u00a0",
    };

    /** How many of the names any case and a missing semicolon are allowed for. */
    private static final int LENIENT = 5;

    private static final int LONGEST = 16;
    private static final byte[][] KEYS = new byte[NAMES.length / 2][];
    private static final int[] VALUES = new int[NAMES.length / 2];

    static {
        for (int i = 0; i < KEYS.length; i++) {
            KEYS[i] = NAMES[2 * i].getBytes(StandardCharsets.US_ASCII);
            VALUES[i] = NAMES[2 * i + 1].charAt(0);
        }
    }

    private HtmlNames() {}

    /** The character of the name {@code in[from, to)}, -1 if it has none. */
    static int value(byte[] in, int from, int to, boolean semicolon) {
        int length = to - from;
        if (length < 2 || length > LONGEST) {
            return -1;
        }
        for (int i = 0; i < (semicolon ? KEYS.length : LENIENT); i++) {
            if (KEYS[i].length == length && equal(KEYS[i], in, from, i < LENIENT)) {
                return VALUES[i];
            }
        }
        return -1;
    }

    private static boolean equal(byte[] name, byte[] in, int from, boolean anyCase) {
        for (int i = 0; i < name.length; i++) {
            int c = in[from + i];
            if (c != name[i] && !(anyCase && (c | 0x20) == name[i])) {
                return false;
            }
        }
        return true;
    }
}
