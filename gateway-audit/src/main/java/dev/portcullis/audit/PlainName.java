package dev.portcullis.audit;

/**
 * Whether a name that a client wrote is one that a programmer gives to a field: words and short numbers. Anything else, such
 * as a token that was sent in the place of a name, is not told.
 */
final class PlainName {
    private static final int LONGEST = 64;
    private static final int LONGEST_WORD = 24;
    private static final int MOST_DIGITS = 3;
    private static final int MOST_CONSONANTS = 5;
    private static final int MOST_HEX = 7;

    private PlainName() {}

    /** A letter or underscore, then letters, digits, dots, hyphens and underscores; each part of it a word or a small number. */
    static boolean is(String name) {
        if (name.isEmpty()
                || name.length() > LONGEST
                || isDigit(name.charAt(0))
                || isSeparator(name.charAt(0), false)) {
            return false;
        }
        int from = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || isSeparator(name.charAt(i), true)) {
                if (!isWord(name, from, i)) {
                    return false;
                }
                from = i + 1;
            }
        }
        return true;
    }

    private static boolean isSeparator(char c, boolean underscore) {
        return c == '.' || c == '-' || (underscore && c == '_');
    }

    /** Letters, then at most three digits. Random letters change case too often, or have too few vowels. */
    private static boolean isWord(String name, int from, int to) {
        if (to - from > LONGEST_WORD) {
            return false;
        }
        int end = to;
        while (end > from && isDigit(name.charAt(end - 1))) {
            end--;
        }
        if (to - end > MOST_DIGITS) {
            return false;
        }
        int humps = 0;
        int consonants = 0;
        int hex = 0;
        for (int i = from; i < end; i++) {
            char c = name.charAt(i);
            char lower = (char) (c | 0x20);
            if (c > 'z' || lower < 'a' || lower > 'z') {
                return false;
            }
            consonants = "aeiouy".indexOf(lower) >= 0 ? 0 : consonants + 1;
            hex = lower <= 'f' ? hex + 1 : 0;
            if (consonants > MOST_CONSONANTS || hex > MOST_HEX) {
                return false;
            }
            if (c < 'a' && i > from && name.charAt(i - 1) >= 'a') {
                humps++;
            }
        }
        return humps * 3 <= end - from;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
