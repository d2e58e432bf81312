package dev.portcullis.audit;

/** Makes foreign text fit for a record: bounded, and without what would change how a reader sees the line. */
final class Wording {
    private static final char REPLACEMENT = '\ufffd';

    private Wording() {}

    /** The text, cut to a length, with control and formatting characters replaced. */
    static String clean(String text, int most) {
        int n = Math.min(text.length(), most);
        int i = 0;
        while (i < n && plain(text.charAt(i))) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(n + 1).append(text, 0, i);
        for (; i < n; i++) {
            char c = text.charAt(i);
            out.append(plain(c) || harmless(c) ? c : REPLACEMENT);
        }
        return text.length() > most ? out.append('\u2026').toString() : out.toString();
    }

    private static boolean plain(char c) {
        return c >= 0x20 && c < 0x7f;
    }

    private static boolean harmless(char c) {
        if (c < 0xa0) {
            return false;
        }
        int type = Character.getType(c);
        return type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.PRIVATE_USE
                && type != Character.UNASSIGNED;
    }
}
