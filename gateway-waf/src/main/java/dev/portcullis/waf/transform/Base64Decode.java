package dev.portcullis.waf.transform;

import java.util.Arrays;

/**
 * {@code base64Decode} decodes up to the first byte that is not of the alphabet, line ends apart; {@code base64DecodeExt}
 * passes over such bytes and takes the URL alphabet as well. Padding is not needed. Both give what could be decoded, since
 * an application may be as lenient.
 */
final class Base64Decode implements Transformation {
    private static final byte STOP = -1;
    private static final byte SKIP = -2;

    private final byte[] values = new byte[256];

    Base64Decode(boolean lenient) {
        Arrays.fill(values, lenient ? SKIP : STOP);
        values['\r'] = SKIP;
        values['\n'] = SKIP;
        for (int i = 0; i < 26; i++) {
            values['A' + i] = (byte) i;
            values['a' + i] = (byte) (26 + i);
        }
        for (int i = 0; i < 10; i++) {
            values['0' + i] = (byte) (52 + i);
        }
        values['+'] = 62;
        values['/'] = 63;
    }

    @Override
    public int bound(int length) {
        return (int) (3L * length / 4);
    }

    @Override
    public int apply(byte[] in, int from, int to, byte[] out, int at) {
        if (from == to) {
            return UNCHANGED;
        }
        int end = at;
        int bits = 0;
        int count = 0;
        for (int i = from; i < to; i++) {
            int value = values[in[i] & 0xFF];
            if (value == STOP) {
                break;
            }
            if (value != SKIP) {
                bits = bits << 6 | value;
                if (++count == 4) {
                    out[end++] = (byte) (bits >> 16);
                    out[end++] = (byte) (bits >> 8);
                    out[end++] = (byte) bits;
                    bits = 0;
                    count = 0;
                }
            }
        }
        if (count > 1) {
            out[end++] = (byte) (bits >> (count == 2 ? 4 : 10));
        }
        if (count > 2) {
            out[end++] = (byte) (bits >> 2);
        }
        return end;
    }
}
