package dev.portcullis.ratelimit.bucket;

/**
 * A keyed hash of 128 bits, SipHash-1-3 (Aumasson and Bernstein; the variant for tables) over words of 64 bits: who does not
 * know the secret cannot find keys that share a bucket or crowd a set. One hash of one key; not thread-safe.
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
        v0 ^= word;
        words++;
        return this;
    }

    /** Text of Latin-1, which nearly all keys are, is read eight characters at a time; any other text once more, by four. */
    @Override
    public KeyHash text(String text) {
        long before0 = v0;
        long before1 = v1;
        long before2 = v2;
        long before3 = v3;
        long wordsBefore = words;
        if (!latin(text)) {
            v0 = before0;
            v1 = before1;
            v2 = before2;
            v3 = before3;
            words = wordsBefore;
            wide(text);
        }
        return this;
    }

    private boolean latin(String text) {
        int length = text.length();
        word(length);
        int all = 0;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            char a = text.charAt(i);
            char b = text.charAt(i + 1);
            char c = text.charAt(i + 2);
            char d = text.charAt(i + 3);
            char e = text.charAt(i + 4);
            char f = text.charAt(i + 5);
            char g = text.charAt(i + 6);
            char h = text.charAt(i + 7);
            all |= a | b | c | d | e | f | g | h;
            int first = a << 24 | b << 16 | c << 8 | d;
            int second = e << 24 | f << 16 | g << 8 | h;
            word((long) first << 32 | (second & 0xFFFFFFFFL));
        }
        if (i < length) {
            long rest = 0;
            for (; i < length; i++) {
                char c = text.charAt(i);
                all |= c;
                rest = rest << 8 | c;
            }
            word(rest);
        }
        return all < 0x100;
    }

    private void wide(String text) {
        int length = text.length();
        word(~length); // no text of the other form begins so
        long chars = 0;
        for (int i = 0; i < length; i++) {
            chars = chars << 16 | text.charAt(i);
            if ((i & 3) == 3 || i == length - 1) {
                word(chars);
                chars = 0;
            }
        }
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
