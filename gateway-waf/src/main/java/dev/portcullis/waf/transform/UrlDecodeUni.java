package dev.portcullis.waf.transform;

/**
 * {@code urlDecodeUni}: as {@code urlDecode}, and {@code %uHHHH} is the byte that the best-fit map gives, else the low
 * byte, with full-width ASCII folded to ASCII. The low byte rather than a placeholder: servers that drop the high byte are
 * the ones that this escape is used against.
 */
final class UrlDecodeUni implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("%+");

    private final UnicodeMap bestFit;

    UrlDecodeUni(UnicodeMap bestFit) {
        this.bestFit = bestFit;
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
                } else if ((in[i] | 0x20) == 'u' && i + 4 < to) {
                    value = Hex.four(in, i + 1);
                    if (value >= 0) {
                        int mapped = bestFit.of(value);
                        c = mapped >= 0 ? (byte) mapped : FullWidth.fold(value);
                        i += 5;
                        changed = true;
                    }
                }
            }
            out[end++] = c;
        }
        return changed ? end : UNCHANGED;
    }
}
