package dev.portcullis.gateway.internal;

/** What an ASCII character may be part of; one table, one look-up a character. */
final class CharClass {
    private static final int UNRESERVED = 1;
    private static final int PATH = 2;
    private static final int HOST = 4;
    private static final int TOKEN = 8;
    private static final byte[] CLASSES = new byte[128];

    static {
        for (char c = 'a'; c <= 'z'; c++) {
            mark(c, UNRESERVED | PATH | HOST | TOKEN);
            mark((char) (c - 0x20), UNRESERVED | PATH | HOST | TOKEN);
        }
        for (char c = '0'; c <= '9'; c++) {
            mark(c, UNRESERVED | PATH | HOST | TOKEN);
        }
        markAll("-._~", UNRESERVED | PATH);
        markAll("!$&'()*+,=:@", PATH); // sub-delims and pchar of RFC 3986, without ';'
        markAll("-._", HOST);
        markAll("!#$%&'*+-.^_`|~", TOKEN);
    }

    private CharClass() {}

    private static void markAll(String characters, int classes) {
        for (int i = 0; i < characters.length(); i++) {
            mark(characters.charAt(i), classes);
        }
    }

    private static void mark(char c, int classes) {
        CLASSES[c] |= (byte) classes;
    }

    private static boolean is(int c, int wanted) {
        return c < 128 && (CLASSES[c] & wanted) != 0;
    }

    /** Unreserved (RFC 3986, section 2.3). */
    static boolean isUnreserved(int c) {
        return is(c, UNRESERVED);
    }

    /** What may stand in a path segment as it is: pchar (RFC 3986, section 3.3) without {@code ;} and {@code %}. */
    static boolean isPath(int c) {
        return is(c, PATH);
    }

    /** What may stand in a registered name as it is, as far as names that can be resolved go. */
    static boolean isHost(int c) {
        return is(c, HOST);
    }

    /** What may stand in a token (RFC 9110, section 5.6.2). */
    static boolean isToken(int c) {
        return is(c, TOKEN);
    }

    /** Whether the text is a token (RFC 9110, section 5.6.2). */
    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!is(text.charAt(i), TOKEN)) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Whether it is a control character of ASCII. */
    static boolean isControl(int c) {
        return c < ' ' || c == 0x7F;
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hex(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = c | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }
}
