package dev.portcullis.waf.transform;

/**
 * {@code escapeSeqDecode}: the escapes of ANSI C strings. {@code \xHH}, one to three octal digits (their low byte), the
 * letters; before anything else the backslash goes away.
 */
final class EscapeSeqDecode implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("\\");

    @Override
    public ByteSet triggers() {
        return TRIGGERS;
    }

    @Override
    public int apply(byte[] in, int from, int to, byte[] out, int at) {
        int i = TRIGGERS.firstIn(in, from, to);
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
                if ((c | 0x20) == 'x' && i + 1 < to && (value = Hex.pair(in[i], in[i + 1])) >= 0) {
                    c = (byte) value;
                    i += 2;
                } else if (Escapes.isOctal(c)) {
                    value = c - '0';
                    int most = Math.min(to, i + 2);
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
