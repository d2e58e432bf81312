package dev.portcullis.waf.transform;

/**
 * {@code htmlEntityDecode}: numeric references are their low byte, {@code quot amp lt gt nbsp} in any case are their
 * characters, and each may miss its semicolon. The other names that HTML gives to ASCII characters, such as the
 * one of the colon, are decoded too, with their semicolon and in their own case, as browsers do. What is no reference stays
 * as it is.
 */
final class HtmlEntityDecode implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.of("&");

    @Override
    public ByteSet triggers() {
        return TRIGGERS;
    }

    @Override
    public int apply(byte[] in, int from, int to, byte[] out, int at) {
        int hit = TRIGGERS.firstIn(in, from, to);
        int start = from;
        int end = at;
        while (hit < to) {
            int after = hit + 1;
            int value = -1;
            if (after < to && in[after] == '#') {
                boolean hex = after + 1 < to && (in[after + 1] | 0x20) == 'x';
                int first = after + (hex ? 2 : 1);
                int last = digits(in, first, to, hex);
                if (last > first) {
                    value = number(in, first, last, hex ? 16 : 10);
                    after = last;
                }
            } else {
                int last = after;
                while (last < to && isAlphanumeric(in[last])) {
                    last++;
                }
                value = HtmlNames.value(in, after, last, last < to && in[last] == ';');
                after = last;
            }
            if (value >= 0) {
                System.arraycopy(in, start, out, end, hit - start);
                end += hit - start;
                out[end++] = (byte) value;
                start = after < to && in[after] == ';' ? after + 1 : after;
                after = start;
            }
            hit = TRIGGERS.firstIn(in, after, to);
        }
        if (start == from) {
            return UNCHANGED;
        }
        System.arraycopy(in, start, out, end, to - start);
        return end + to - start;
    }

    private static int digits(byte[] in, int first, int to, boolean hex) {
        int i = first;
        while (i < to && (hex ? Hex.value(in[i]) >= 0 : in[i] >= '0' && in[i] <= '9')) {
            i++;
        }
        return i;
    }

    /** The low byte of a number; all ones for one beyond 63 bits. */
    private static int number(byte[] in, int from, int to, int base) {
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = Hex.value(in[i]);
            if (value > (Long.MAX_VALUE - digit) / base) {
                return 0xFF;
            }
            value = value * base + digit;
        }
        return (int) value & 0xFF;
    }

    private static boolean isAlphanumeric(byte c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
