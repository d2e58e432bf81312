package dev.portcullis.waf.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Values that cost a matcher most: repeated units, and texts made to build as many states as can be. */
final class Hostile {
    /** Units whose repetition blows up one backtracking matcher or another. */
    static final List<String> UNITS = List.of(
            " ", "a", "'", "\"", "$", "(", ")", "/", "=", "0", "1", "\n", "\r\n", "\t", ";", "|", "&", "<", ">", "`",
            "\\", "[", "{", "-", "_", "%", "../", "${", "a ", "a=", "/*");

    private Hostile() {}

    static byte[] repeated(String unit, int length) {
        byte[] value = new byte[length];
        byte[] bytes = unit.getBytes(ISO_8859_1);
        for (int i = 0; i < length; i++) {
            value[i] = bytes[i % bytes.length];
        }
        return value;
    }

    /** Random bytes of the pattern's own text. */
    static byte[] lettersOf(String pattern, Random random, int length) {
        byte[] value = new byte[length];
        for (int i = 0; i < length; i++) {
            value[i] = (byte) pattern.charAt(random.nextInt(pattern.length()));
        }
        return value;
    }

    /** A sequence that holds every text of the order over the letters once (de Bruijn). */
    static byte[] deBruijn(byte[] letters, int order) {
        int k = letters.length;
        List<Byte> sequence = new ArrayList<>();
        int[] a = new int[k * order];
        // Lyndon words in order, by Duval's algorithm.
        int length = 1;
        a[0] = -1;
        while (length > 0) {
            a[length - 1]++;
            if (order % length == 0) {
                for (int i = 0; i < length; i++) {
                    sequence.add(letters[a[i]]);
                }
            }
            for (int i = length; i < order; i++) {
                a[i] = a[i - length];
            }
            length = order;
            while (length > 0 && a[length - 1] == k - 1) {
                length--;
            }
        }
        byte[] value = new byte[sequence.size()];
        for (int i = 0; i < value.length; i++) {
            value[i] = sequence.get(i);
        }
        return value;
    }
}
