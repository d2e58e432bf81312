package dev.portcullis.waf.transform;

import java.nio.charset.StandardCharsets;

/** {@code base64Encode}: with padding, without line ends (RFC 4648, section 4). */
final class Base64Encode implements Transformation {
    private static final byte[] ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(StandardCharsets.US_ASCII);

    @Override
    public int bound(int length) {
        return Math.multiplyExact((length + 2) / 3, 4);
    }

    @Override
    public int apply(byte[] in, int from, int to, byte[] out, int at) {
        if (from == to) {
            return UNCHANGED;
        }
        int end = at;
        for (int i = from; i < to; i += 3) {
            int left = to - i;
            int bits =
                    (in[i] & 0xFF) << 16 | (left > 1 ? (in[i + 1] & 0xFF) << 8 : 0) | (left > 2 ? in[i + 2] & 0xFF : 0);
            out[end++] = ALPHABET[bits >> 18];
            out[end++] = ALPHABET[bits >> 12 & 63];
            out[end++] = left > 1 ? ALPHABET[bits >> 6 & 63] : (byte) '=';
            out[end++] = left > 2 ? ALPHABET[bits & 63] : (byte) '=';
        }
        return end;
    }
}
