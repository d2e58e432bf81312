package dev.portcullis.waf.transform;

/**
 * {@code utf8toUnicode}: each UTF-8 sequence of two to four bytes becomes {@code %uhhhh}, with more digits beyond the basic
 * plane. An overlong form and a surrogate become their number too, since lenient decoders take them so. A lead byte without
 * its sequence is dropped, as decoders that skip mistakes do; any other byte that is no UTF-8 stays.
 */
final class Utf8ToUnicode implements Transformation {
    private static final ByteSet TRIGGERS = ByteSet.range(0x80, 0xFF);

    @Override
    public int bound(int length) {
        return Math.multiplyExact(length, 3);
    }

    @Override
    public ByteSet triggers() {
        return TRIGGERS;
    }

    @Override
    public int apply(byte[] in, int from, int to, byte[] out, int at) {
        int i = TRIGGERS.firstIn(in, from, to);
        if (i == to) {
            return UNCHANGED;
        }
        System.arraycopy(in, from, out, at, i - from);
        int end = at + i - from;
        boolean changed = false;
        while (i < to) {
            byte c = in[i];
            int length = lengthOf(c & 0xFF);
            if (length == 1) {
                out[end++] = c;
                i++;
                continue;
            }
            changed = true;
            int value = decode(in, i, to, length);
            if (value < 0) {
                i++;
                continue;
            }
            out[end++] = '%';
            out[end++] = 'u';
            for (int shift = value > 0xFFFFF ? 20 : value > 0xFFFF ? 16 : 12; shift >= 0; shift -= 4) {
                out[end++] = Hex.digit(value >> shift);
            }
            i += length;
        }
        return changed ? end : UNCHANGED;
    }

    /** The length that a first byte announces; 1 for a byte that stands for itself. */
    private static int lengthOf(int first) {
        if (first < 0xC0 || first > 0xF4) {
            return 1;
        }
        return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    }

    private static int decode(byte[] in, int i, int to, int length) {
        if (i + length > to) {
            return -1;
        }
        int value = in[i] & (0xFF >> (length + 1));
        for (int k = 1; k < length; k++) {
            if ((in[i + k] & 0xC0) != 0x80) {
                return -1;
            }
            value = value << 6 | in[i + k] & 0x3F;
        }
        return value;
    }
}
