package dev.portcullis.waf.transform;

/** {@code compressWhitespace}: each run of white space, no-break spaces included, becomes one space. */
final class CompressWhitespace implements Transformation {
    @Override
    public ByteSet triggers() {
        return Whitespace.WITH_NO_BREAK_SPACE;
    }

    @Override
    public int apply(byte[] in, int from, int to, byte[] out, int at) {
        ByteSet white = Whitespace.WITH_NO_BREAK_SPACE;
        int hit = white.firstIn(in, from, to);
        if (hit == to) {
            return UNCHANGED;
        }
        int start = from;
        int end = at;
        boolean changed = false;
        while (hit < to) {
            System.arraycopy(in, start, out, end, hit - start);
            end += hit - start;
            out[end++] = ' ';
            start = hit + 1;
            while (start < to && white.contains(in[start] & 0xFF)) {
                start++;
            }
            changed |= start > hit + 1 || in[hit] != ' ';
            hit = white.firstIn(in, start, to);
        }
        if (!changed) {
            return UNCHANGED;
        }
        System.arraycopy(in, start, out, end, to - start);
        return end + to - start;
    }
}
