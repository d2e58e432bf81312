package dev.portcullis.waf.transform;

/**
 * One transformation of the rule language: a pure function from bytes to bytes. Linear in the length of the value, and
 * it allocates nothing, digests excepted.
 *
 * <p>The caller owns the output array, which lets it put the results of a whole request into a few large buffers and
 * chain steps without copying. Stateless, hence safe for any number of threads.
 */
public interface Transformation {
    /** What {@link #apply} returns for a value that it would not change. */
    int UNCHANGED = -1;

    /**
     * Transforms {@code in[from, to)} into {@code out}, starting at {@code at}.
     *
     * <p>The caller guarantees that {@code out} has room for {@link #bound} bytes from {@code at} on and that the input
     * and the output do not overlap. Bytes of {@code out} from {@code at} on may be overwritten even where the result
     * is {@link #UNCHANGED} or shorter than the bound.
     *
     * @return the end of the result, so that it is {@code out[at, end)}; or {@link #UNCHANGED} if the result equals the
     *     input, in which case the caller goes on with the input
     */
    int apply(byte[] in, int from, int to, byte[] out, int at);

    /** The greatest number of bytes that {@link #apply} may write for a value of this length. */
    default int bound(int length) {
        return length;
    }

    /**
     * Bytes of which at least one must occur in a value for this transformation to change it. It lets a caller that
     * knows which bytes a value has skip the call. A superset is correct, only slower; {@link ByteSet#ALL} never skips
     * a value of one byte or more. An empty value is never skipped.
     */
    default ByteSet triggers() {
        return ByteSet.ALL;
    }
}
