package dev.portcullis.waf.transform;

import java.util.Arrays;

/**
 * {@code phpArgsNames}: the name under which PHP knows an argument. Spaces at the start go away; before the first bracket a
 * space or a dot becomes an underscore; a bracket that is not closed becomes one too and ends the mangling; what follows
 * the last closed bracket is lost.
 */
final class PhpArgsNames implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of(" .[");

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
        while (i < to && in[i] == ' ') {
            i++;
        }
        int end = at;
        while (i < to && in[i] != '[') {
            byte c = in[i++];
            out[end++] = c == ' ' || c == '.' ? (byte) '_' : c;
        }
        while (i < to && in[i] == '[') {
            int close = i + 1;
            while (close < to && in[close] != ']') {
                close++;
            }
            int stop = close < to ? close + 1 : to;
            System.arraycopy(in, i, out, end, stop - i);
            if (close == to) {
                out[end] = '_';
            }
            end += stop - i;
            i = stop;
        }
        return Arrays.equals(in, from, to, out, at, end) ? UNCHANGED : end;
    }
}
