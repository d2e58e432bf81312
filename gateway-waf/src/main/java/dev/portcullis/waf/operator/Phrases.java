package dev.portcullis.waf.operator;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the phrases of {@code @pm} and of the files of {@code @pmFromFile}. */
final class Phrases {
    private Phrases() {}

    /**
     * The phrases of an argument: words between white space. {@code |41 42|} stands for bytes, and a backslash before
     * {@code : ; " | \} for that character. A word that uses these marks in another way stands for itself.
     */
    static List<byte[]> ofArgument(byte[] argument) {
        List<byte[]> phrases = new ArrayList<>();
        int i = 0;
        while (i < argument.length) {
            if (Ascii.isSpace(argument[i])) {
                i++;
                continue;
            }
            int end = endOfWord(argument, i);
            phrases.add(decode(Arrays.copyOfRange(argument, i, end)));
            i = end;
        }
        return phrases;
    }

    /** The phrases of a file: one a line, blank ones and those whose first character is {@code #} left out. */
    static List<byte[]> ofLines(byte[] content) {
        List<byte[]> phrases = new ArrayList<>();
        int i = 0;
        while (i < content.length) {
            int start = i;
            while (i < content.length && content[i] != '\n') {
                i++;
            }
            int end = i > start && content[i - 1] == '\r' ? i - 1 : i;
            int first = start;
            while (first < end && Ascii.isSpace(content[first])) {
                first++;
            }
            if (first < end && content[first] != '#') {
                phrases.add(Arrays.copyOfRange(content, start, end));
            }
            i++;
        }
        return phrases;
    }

    /** White space between two bars belongs to the word, if digits alone are there besides. */
    private static int endOfWord(byte[] argument, int from) {
        int i = from;
        while (i < argument.length && !Ascii.isSpace(argument[i])) {
            int close = argument[i] == '|' ? closingBar(argument, i) : -1;
            i = close < 0 ? i + 1 : close + 1;
        }
        return i;
    }

    private static int closingBar(byte[] text, int open) {
        int i = open + 1;
        while (i < text.length && (Ascii.isHexDigit(text[i]) || text[i] == ' ')) {
            i++;
        }
        return i < text.length && text[i] == '|' && i > open + 1 ? i : -1;
    }

    private static byte[] decode(byte[] word) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int i = 0;
        while (i < word.length) {
            byte c = word[i];
            if (c == '\\' && i + 1 < word.length && ":;\"|\\".indexOf(word[i + 1]) >= 0) {
                out.write(word[i + 1]);
                i += 2;
            } else if (c == '|') {
                int close = closingBar(word, i);
                if (close < 0 || !appendHex(word, i + 1, close, out)) {
                    return word;
                }
                i = close + 1;
            } else {
                out.write(c);
                i++;
            }
        }
        return out.toByteArray();
    }

    private static boolean appendHex(byte[] word, int from, int to, ByteArrayOutputStream out) {
        int high = -1;
        for (int i = from; i < to; i++) {
            if (word[i] == ' ') {
                if (high >= 0) {
                    return false;
                }
                continue;
            }
            int digit = Character.digit(word[i], 16);
            if (high < 0) {
                high = digit;
            } else {
                out.write(high << 4 | digit);
                high = -1;
            }
        }
        return high < 0;
    }
}
