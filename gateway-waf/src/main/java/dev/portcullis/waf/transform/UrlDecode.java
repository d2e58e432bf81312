package dev.portcullis.waf.transform;

/**
 * {@code urlDecode}: {@code %HH} is a byte and {@code +} a space, once. What is no valid escape stays as it is.
 */
final class UrlDecode implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("%+");

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
        boolean changed = false;
        while (i < to) {
            byte c = in[i++];
            if (c == '+') {
                c = ' ';
                changed = true;
            } else if (c == '%' && i + 1 < to) {
                int value = Hex.pair(in[i], in[i + 1]);
                if (value >= 0) {
                    c = (byte) value;
                    i += 2;
                    changed = true;
                }
            }
            out[end++] = c;
        }
        return changed ? end : UNCHANGED;
    }
}
