package dev.portcullis.waf.transform;

/**
 * {@code hexDecode}: each two digits are one byte; a last single one is dropped. A byte that is no digit counts as what
 * its bits make of it, so that the length never depends on the content.
 */
final class HexDecode implements Transformation {
    @Override
    public int apply(byte[] in, int from, int to, byte[] out, int at) {
        if (from == to) {
            return UNCHANGED;
        }
        int end = at;
        for (int i = from; i + 1 < to; i += 2) {
            out[end++] = (byte) (digit(in[i] & 0xFF) * 16 + digit(in[i + 1] & 0xFF));
        }
        return end;
    }

    private static int digit(int c) {
        return c >= 'A' ? (c & 0xDF) - 'A' + 10 : c - '0';
    }
}
