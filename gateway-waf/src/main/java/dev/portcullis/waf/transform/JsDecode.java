package dev.portcullis.waf.transform;

/**
 * {@code jsDecode}: the escapes of JavaScript strings. A backslash with {@code uHHHH} is its low byte, full-width ASCII folded;
 * {@code \xHH}; {@code \0} to {@code \377}; the letters of C; before anything else the backslash goes away.
 */
final class JsDecode implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("\\");

    @Override
    public ByteSet triggers() {
        return TRIGGERS;
    }

    @Override
    public int apply(byte[] in, int from, int to, byte[] out, int at) {
        int i = TRIGGERS.firstIn(in, from, to);
        // A backslash as the last byte escapes nothing and stays.
        if (i + 1 >= to) {
            return UNCHANGED;
        }
        System.arraycopy(in, from, out, at, i - from);
        int end = at + i - from;
        while (i < to) {
            byte c = in[i++];
            if (c == '\\' && i < to) {
                c = in[i++];
                int value;
                if (c == 'u' && i + 3 < to && (value = Hex.four(in, i)) >= 0) {
                    c = FullWidth.fold(value);
                    i += 4;
                } else if (c == 'x' && i + 1 < to && (value = Hex.pair(in[i], in[i + 1])) >= 0) {
                    c = (byte) value;
                    i += 2;
                } else if (Escapes.isOctal(c)) {
                    value = c - '0';
                    int most = Math.min(to, i + (c > '3' ? 1 : 2));
                    while (i < most && Escapes.isOctal(in[i])) {
                        value = value << 3 | in[i++] - '0';
                    }
                    c = (byte) value;
                } else {
                    c = Escapes.letter(c);
                }
            }
            out[end++] = c;
        }
        return end;
    }
}
