package dev.portcullis.waf.transform;

/**
 * {@code cmdLine}: what shells read past. Quotes, backslashes and carets go away; runs of space, comma, semicolon, tab and
 * line ends become one space, none before {@code /} and {@code (}; ASCII letters become small.
 */
final class CmdLine implements Transformation {
    private static final byte COPY = 0;
    private static final byte DROP = 1;
    private static final byte SPACE = 2;
    private static final byte TIGHT = 3;
    private static final byte UPPER = 4;
    private static final byte[] KINDS = new byte[256];
    private static final ByteSet TRIGGERS = ByteSet.of("\"'\\^ ,;\t\r\n").and(ByteSet.range('A', 'Z'));

    static {
        mark("\"'\\^", DROP);
        mark(" ,;\t\r\n", SPACE);
        mark("/(", TIGHT);
        for (int c = 'A'; c <= 'Z'; c++) {
            KINDS[c] = UPPER;
        }
    }

    private static void mark(String characters, byte kind) {
        for (int i = 0; i < characters.length(); i++) {
            KINDS[characters.charAt(i)] = kind;
        }
    }

    @Override
    public ByteSet triggers() {
        return TRIGGERS;
    }

    @Override
    public int apply(byte[] in, int from, int to, byte[] out, int at) {
        int i = TRIGGERS.firstIn(in, from, to);
        if (i == to) {
            return UNCHANGED;
        }
        System.arraycopy(in, from, out, at, i - from);
        int end = at + i - from;
        boolean space = false;
        boolean changed = false;
        for (; i < to; i++) {
            byte c = in[i];
            switch (KINDS[c & 0xFF]) {
                case COPY -> {
                    out[end++] = c;
                    space = false;
                }
                case SPACE -> {
                    changed |= c != ' ' || space;
                    if (!space) {
                        out[end++] = ' ';
                        space = true;
                    }
                }
                case TIGHT -> {
                    if (space) {
                        end--;
                        changed = true;
                    }
                    out[end++] = c;
                    space = false;
                }
                case UPPER -> {
                    out[end++] = (byte) (c + 32);
                    space = false;
                    changed = true;
                }
                default -> changed = true;
            }
        }
        return changed ? end : UNCHANGED;
    }
}
