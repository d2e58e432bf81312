package dev.portcullis.waf.transform;

/** The marks of C and HTML comments. */
final class Comments {
    private Comments() {}

    /** The length of the mark at {@code i} that opens a comment; 0 if there is none. */
    static int opening(byte[] in, int i, int to) {
        if (in[i] == '/' && i + 1 < to && in[i + 1] == '*') {
            return 2;
        }
        return in[i] == '<' && i + 3 < to && in[i + 1] == '!' && in[i + 2] == '-' && in[i + 3] == '-' ? 4 : 0;
    }

    /** The length of the mark at {@code i} that closes a comment; 0 if there is none. */
    static int closing(byte[] in, int i, int to) {
        if (in[i] == '*' && i + 1 < to && in[i + 1] == '/') {
            return 2;
        }
        return in[i] == '-' && i + 2 < to && in[i + 1] == '-' && in[i + 2] == '>' ? 3 : 0;
    }
}
