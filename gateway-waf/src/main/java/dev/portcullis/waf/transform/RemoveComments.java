package dev.portcullis.waf.transform;

/**
 * {@code removeComments}: C and HTML comments go away, and all from {@code --} or {@code #} on. The byte after a comment is
 * copied unseen, and a comment at the very end leaves a NUL: so it is where rules were written for it. A comment that does
 * not end leaves a space.
 */
final class RemoveComments implements Transformation {
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
        boolean comment = false;
        boolean changed = false;
        while (i < to) {
            byte c = in[i];
            if (comment) {
                int close = Comments.closing(in, i, to);
                if (close > 0) {
                    i += close;
                    out[end++] = i < to ? in[i] : 0;
                    comment = false;
                }
                i++;
                continue;
            }
            int open = Comments.opening(in, i, to);
            if (open > 0) {
                i += open;
                comment = true;
                changed = true;
            } else if (c == '#' || c == '-' && i + 1 < to && in[i + 1] == '-') {
                return end;
            } else {
                out[end++] = c;
                i++;
            }
        }
        if (comment) {
            out[end++] = ' ';
        }
        return changed ? end : UNCHANGED;
    }
}
