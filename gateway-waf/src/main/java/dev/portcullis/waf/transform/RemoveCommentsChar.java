package dev.portcullis.waf.transform;

/**
 * {@code removeCommentsChar}: the marks of comments go away, what they enclose stays: the opening and closing ones of C and
 * HTML, {@code --} and {@code #}.
 */
final class RemoveCommentsChar implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("*-#");

    @Override
    public ByteSet triggers() {
        return TRIGGERS;
    }

    @Override
    public int apply(byte[] in, int from, int to, byte[] out, int at) {
        if (TRIGGERS.firstIn(in, from, to) == to) {
            return UNCHANGED;
        }
        int i = from;
        int end = at;
        while (i < to) {
            int mark = mark(in, i, to);
            if (mark == 0) {
                out[end++] = in[i++];
            } else {
                i += mark;
            }
        }
        return end - at == to - from ? UNCHANGED : end;
    }

    private static int mark(byte[] in, int i, int to) {
        int length = switch (in[i]) {
            case '/', '<' -> Comments.opening(in, i, to);
            case '*', '-' -> Comments.closing(in, i, to);
            case '#' -> 1;
            default -> 0;
        };
        return length == 0 && in[i] == '-' && i + 1 < to && in[i + 1] == '-' ? 2 : length;
    }
}
