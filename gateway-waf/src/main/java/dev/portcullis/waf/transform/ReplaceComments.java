package dev.portcullis.waf.transform;

/** {@code replaceComments}: each C comment, also one that does not end, becomes one space. */
final class ReplaceComments implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("*");

    @Override
    public ByteSet triggers() {
        return TRIGGERS;
    }

    @Override
    public int apply(byte[] in, int from, int to, byte[] out, int at) {
        int open = opening(in, from, to);
        if (open == to) {
            return UNCHANGED;
        }
        int start = from;
        int end = at;
        while (open < to) {
            System.arraycopy(in, start, out, end, open - start);
            end += open - start;
            out[end++] = ' ';
            start = open + 2;
            while (start < to && !(in[start] == '*' && start + 1 < to && in[start + 1] == '/')) {
                start++;
            }
            start = Math.min(to, start + 2);
            open = opening(in, start, to);
        }
        System.arraycopy(in, start, out, end, to - start);
        return end + to - start;
    }

    private static int opening(byte[] in, int from, int to) {
        int i = from;
        while (i + 1 < to) {
            // A comment needs a star as its second byte; where that is no slash either, two bytes are done at once.
            byte second = in[i + 1];
            if (second == '*' && in[i] == '/') {
                return i;
            }
            i += second == '/' ? 1 : 2;
        }
        return to;
    }
}
