package dev.portcullis.waf.transform;

/** {@code trim}, {@code trimLeft} and {@code trimRight}: no white space at the ends. */
final class Trim implements Transformation {
    private final boolean left;
    private final boolean right;

    Trim(boolean left, boolean right) {
        this.left = left;
        this.right = right;
    }

    @Override
    public ByteSet triggers() {
        return Whitespace.ALL;
    }

    @Override
    public int apply(byte[] in, int from, int to, byte[] out, int at) {
        int start = from;
        int end = to;
        while (left && start < end && Whitespace.is(in[start])) {
            start++;
        }
        while (right && start < end && Whitespace.is(in[end - 1])) {
            end--;
        }
        if (start == from && end == to) {
            return UNCHANGED;
        }
        System.arraycopy(in, start, out, at, end - start);
        return at + end - start;
    }
}
