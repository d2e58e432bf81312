package dev.portcullis.waf.transform;

/** {@code hexEncode}: two lower-case digits a byte. */
final class HexEncode implements Transformation {
    @Override
    public int bound(int length) {
        return Math.multiplyExact(length, 2);
    }

    @Override
    public int apply(byte[] in, int from, int to, byte[] out, int at) {
        if (from == to) {
            return UNCHANGED;
        }
        int end = at;
        for (int i = from; i < to; i++) {
            out[end++] = Hex.digit(in[i] >> 4);
            out[end++] = Hex.digit(in[i]);
        }
        return end;
    }
}
