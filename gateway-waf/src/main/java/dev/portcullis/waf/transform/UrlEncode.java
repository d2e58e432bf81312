package dev.portcullis.waf.transform;

/** {@code urlEncode}: everything but ASCII letters, digits and {@code *} as {@code %hh}, a space as {@code +}. */
final class UrlEncode implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.range('0', '9')
            .and(ByteSet.range('A', 'Z'))
            .and(ByteSet.range('a', 'z'))
            .and(ByteSet.of("*"))
            .complement();

    @Override
    public int bound(int length) {
        return Math.multiplyExact(length, 3);
    }

    @Override
    public ByteSet triggers() {
        return TRIGGERS;
    }

    @Override
    public int apply(byte[] in, int from, int to, byte[] out, int at) {
        if (TRIGGERS.firstIn(in, from, to) == to) {
            return UNCHANGED;
        }
        int end = at;
        for (int i = from; i < to; i++) {
            byte c = in[i];
            if (c == ' ') {
                out[end++] = '+';
            } else if (TRIGGERS.contains(c & 0xFF)) {
                out[end++] = '%';
                out[end++] = Hex.digit(c >> 4);
                out[end++] = Hex.digit(c);
            } else {
                out[end++] = c;
            }
        }
        return end;
    }
}
