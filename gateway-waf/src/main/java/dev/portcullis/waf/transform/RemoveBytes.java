package dev.portcullis.waf.transform;

/** Drops every byte of a set: {@code removeNulls}, {@code removeWhitespace}. */
final class RemoveBytes implements Transformation {
    private final ByteSet removed;

    RemoveBytes(ByteSet removed) {
        this.removed = removed;
    }

    @Override
    public ByteSet triggers() {
        return removed;
    }

    @Override
    public int apply(byte[] in, int from, int to, byte[] out, int at) {
        int hit = removed.firstIn(in, from, to);
        if (hit == to) {
            return UNCHANGED;
        }
        int start = from;
        int end = at;
        while (hit < to) {
            System.arraycopy(in, start, out, end, hit - start);
            end += hit - start;
            start = hit + 1;
            hit = removed.firstIn(in, start, to);
        }
        System.arraycopy(in, start, out, end, to - start);
        return end + to - start;
    }
}
