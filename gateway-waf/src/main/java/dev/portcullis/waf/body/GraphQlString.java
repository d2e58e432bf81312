package dev.portcullis.waf.body;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** Resolves the escapes of a string of GraphQL (October 2021, section 2.9.4). */
final class GraphQlString {
    private static final String LETTERS = "bfnrt";
    private static final String MEANT = "\b\f\n\r\t";

    private GraphQlString() {}

    /** The string as UTF-8; an escape that is none stays without its backslash. */
    static byte[] unescaped(byte[] text, int from, int to) {
        // An escape is never shorter than what it stands for, and a surrogate pair is twelve bytes for four.
        byte[] out = new byte[to - from];
        int length = 0;
        int i = from;
        while (i < to) {
            if (text[i] != '\\' || i + 1 == to) {
                out[length++] = text[i++];
                continue;
            }
            i++;
            int letter = LETTERS.indexOf(text[i]);
            if (letter >= 0) {
                out[length++] = (byte) MEANT.charAt(letter);
            } else if (text[i] == 'u') {
                int unit = hex(text, i + 1, to);
                boolean pair = Character.isHighSurrogate((char) Math.max(unit, 0))
                        && i + 6 < to
                        && text[i + 5] == '\\'
                        && text[i + 6] == 'u'
                        && hex(text, i + 7, to) >= 0
                        && Character.isLowSurrogate((char) hex(text, i + 7, to));
                if (pair) {
                    int point = Character.toCodePoint((char) unit, (char) hex(text, i + 7, to));
                    length = append(out, length, Character.toString(point));
                    i += 10;
                } else if (unit >= 0) {
                    length = append(out, length, Character.toString(unit));
                    i += 4;
                } else {
                    out[length++] = text[i];
                }
            } else {
                out[length++] = text[i];
            }
            i++;
        }
        return Arrays.copyOf(out, length);
    }

    private static int append(byte[] out, int length, String character) {
        byte[] bytes = character.getBytes(UTF_8);
        System.arraycopy(bytes, 0, out, length, bytes.length);
        return length + bytes.length;
    }

    private static int hex(byte[] text, int from, int to) {
        if (from + 4 > to) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(text[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
