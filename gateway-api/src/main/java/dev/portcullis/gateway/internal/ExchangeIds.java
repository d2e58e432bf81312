package dev.portcullis.gateway.internal;

import java.util.random.RandomGenerator;

/**
 * Ids that nobody can guess from others: a counter under SipHash-2-4 (Aumasson and Bernstein, 2012) with a secret key and
 * 128 bits of output. A text is made only if someone asks, and asking twice gives the same.
 */
final class ExchangeIds {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final long k0;
    private final long k1;

    ExchangeIds(RandomGenerator random) {
        k0 = random.nextLong();
        k1 = random.nextLong();
    }

    /** The id of the exchange with this number: 32 hexadecimal digits. */
    String text(long number) {
        SipHash hash = new SipHash(k0, k1, number);
        char[] text = new char[32];
        hex(hash.first, text, 0);
        hex(hash.second, text, 16);
        return new String(text);
    }

    private static void hex(long bits, char[] text, int at) {
        for (int i = 0; i < 16; i++) {
            text[at + i] = HEX[(int) (bits >>> (60 - 4 * i)) & 15];
        }
    }

    /** One evaluation over a message of eight bytes. */
    private static final class SipHash {
        private long v0;
        private long v1;
        private long v2;
        private long v3;
        final long first;
        final long second;

        SipHash(long k0, long k1, long message) {
            v0 = k0 ^ 0x736f6d6570736575L;
            v1 = k1 ^ 0x646f72616e646f6dL ^ 0xee;
            v2 = k0 ^ 0x6c7967656e657261L;
            v3 = k1 ^ 0x7465646279746573L;
            absorb(message);
            absorb(8L << 56); // the length, after no further bytes
            v2 ^= 0xee;
            rounds(4);
            first = v0 ^ v1 ^ v2 ^ v3;
            v1 ^= 0xdd;
            rounds(4);
            second = v0 ^ v1 ^ v2 ^ v3;
        }

        private void absorb(long word) {
            v3 ^= word;
            rounds(2);
            v0 ^= word;
        }

        private void rounds(int n) {
            for (int i = 0; i < n; i++) {
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
    }
}
