package dev.portcullis.ratelimit.bucket;

/**
 * A keyed hash of 128 bits, SipHash-2-4 (Aumasson and Bernstein) over words of 64 bits: who does not know the secret cannot
 * find keys that share a bucket or crowd a set. One hash of one key; not thread-safe.
 */
public final class KeyHash implements KeySink {
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long words;
    private long high;
    private long low;

    /** Starts a hash with a secret of 128 bits. */
    public KeyHash(long secretHigh, long secretLow) {
        v0 = secretHigh ^ 0x736f6d6570736575L;
        v1 = secretLow ^ 0x646f72616e646f6dL ^ 0xee;
        v2 = secretHigh ^ 0x6c7967656e657261L;
        v3 = secretLow ^ 0x7465646279746573L;
    }

    @Override
    public KeyHash word(long word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
        words++;
        return this;
    }

    @Override
    public KeyHash text(String text) {
        int length = text.length();
        word(length);
        int i = 0;
        for (; i + 4 <= length; i += 4) {
            word((long) text.charAt(i) << 48
                    | (long) text.charAt(i + 1) << 32
                    | (long) text.charAt(i + 2) << 16
                    | text.charAt(i + 3));
        }
        if (i < length) {
            long rest = 0;
            for (; i < length; i++) {
                rest = rest << 16 | text.charAt(i);
            }
            word(rest);
        }
        return this;
    }

    /** Ends the hash. */
    public KeyHash done() {
        word(words);
        v2 ^= 0xee;
        rounds();
        high = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= 0xdd;
        rounds();
        low = v0 ^ v1 ^ v2 ^ v3;
        return this;
    }

    /** The first half of the hash that was {@link #done}. */
    public long high() {
        return high;
    }

    /** The second half of it. */
    public long low() {
        return low;
    }

    private void rounds() {
        round();
        round();
        round();
        round();
    }

    private void round() {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
    }
}
