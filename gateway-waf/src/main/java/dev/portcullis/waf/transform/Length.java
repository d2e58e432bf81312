package dev.portcullis.waf.transform;

/** {@code length}: the number of bytes, as decimal digits. */
final class Length implements Transformation {
    private static final int LONGEST = 10;

    @Override
    public int bound(int length) {
        return LONGEST;
    }

    @Override
    public int apply(byte[] in, int from, int to, byte[] out, int at) {
        int length = to - from;
        int digits = 1;
        for (int rest = length / 10; rest > 0; rest /= 10) {
            digits++;
        }
        int rest = length;
        for (int i = at + digits - 1; i >= at; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        // "1" is its own length.
        return digits == length && in[from] == out[at] ? UNCHANGED : at + digits;
    }
}
