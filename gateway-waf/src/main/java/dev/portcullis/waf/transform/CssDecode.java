package dev.portcullis.waf.transform;

/**
 * {@code cssDecode}: the escapes of CSS. One to six hexadecimal digits and one white space after them are the low byte,
 * full-width ASCII folded; a line feed after a backslash vanishes with it, as does a backslash at the end; before anything
 * else, NUL included, only the backslash goes away.
 */
final class CssDecode implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("\\");

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
        while (i < to) {
            byte c = in[i++];
            if (c != '\\') {
                out[end++] = c;
                continue;
            }
            int most = Math.min(to, i + 6);
            int value = 0;
            int digits = i;
            while (digits < most && Hex.value(in[digits]) >= 0) {
                value = value << 4 | Hex.value(in[digits++]);
            }
            if (digits > i) {
                out[end++] = FullWidth.fold(value);
                i = digits < to && Whitespace.is(in[digits]) ? digits + 1 : digits;
            } else if (i < to) {
                if (in[i] != '\n') {
                    out[end++] = in[i];
                }
                i++;
            }
        }
        return end;
    }
}
