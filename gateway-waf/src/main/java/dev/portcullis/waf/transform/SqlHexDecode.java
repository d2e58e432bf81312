package dev.portcullis.waf.transform;

/** {@code sqlHexDecode}: a literal such as {@code 0x414243} becomes the bytes it stands for. */
final class SqlHexDecode implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("xX");

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
            if (in[i] == '0' && i + 3 < to && (in[i + 1] | 0x20) == 'x' && Hex.pair(in[i + 2], in[i + 3]) >= 0) {
                i += 2;
                int value;
                while (i + 1 < to && (value = Hex.pair(in[i], in[i + 1])) >= 0) {
                    out[end++] = (byte) value;
                    i += 2;
                }
            } else {
                out[end++] = in[i++];
            }
        }
        return end - at == to - from ? UNCHANGED : end;
    }
}
