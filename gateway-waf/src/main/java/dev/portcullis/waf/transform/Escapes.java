package dev.portcullis.waf.transform;

/** The escapes of C strings that JavaScript and shells share. */
final class Escapes {
    private Escapes() {}

    static boolean isOctal(byte c) {
        return c >= '0' && c <= '7';
    }

    /** What a letter after a backslash stands for; any other byte stands for itself. */
    static byte letter(byte c) {
        return switch (c) {
            case 'a' -> 7;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 11;
            default -> c;
        };
    }
}
