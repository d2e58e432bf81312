package dev.portcullis.waf.transform;

import java.util.function.IntUnaryOperator;

/**
 * Replaces each byte by another: {@code lowercase}, {@code uppercase} (ASCII only, as rules mean it), {@code replaceNulls}
 * and the three parities.
 */
final class MapBytes implements Transformation {
    private final byte[] table = new byte[256];
    private final ByteSet triggers;

    MapBytes(IntUnaryOperator map) {
        ByteSet changed = ByteSet.NONE;
        for (int i = 0; i < 256; i++) {
            table[i] = (byte) map.applyAsInt(i);
            if (table[i] != (byte) i) {
                changed = changed.and(ByteSet.range(i, i));
            }
        }
        this.triggers = changed;
    }

    static MapBytes lowercase() {
        return new MapBytes(c -> c >= 'A' && c <= 'Z' ? c + 32 : c);
    }

    static MapBytes uppercase() {
        return new MapBytes(c -> c >= 'a' && c <= 'z' ? c - 32 : c);
    }

    static MapBytes replaceNulls() {
        return new MapBytes(c -> c == 0 ? ' ' : c);
    }

    static MapBytes parityEven() {
        return new MapBytes(c -> parityOf(c) == 1 ? c | 0x80 : c & 0x7F);
    }

    static MapBytes parityOdd() {
        return new MapBytes(c -> parityOf(c) == 1 ? c & 0x7F : c | 0x80);
    }

    static MapBytes parityZero() {
        return new MapBytes(c -> c & 0x7F);
    }

    private static int parityOf(int value) {
        return Integer.bitCount(value) & 1;
    }

    @Override
    public ByteSet triggers() {
        return triggers;
    }

    @Override
    public int apply(byte[] in, int from, int to, byte[] out, int at) {
        int first = triggers.firstIn(in, from, to);
        if (first == to) {
            return UNCHANGED;
        }
        System.arraycopy(in, from, out, at, first - from);
        int end = at + first - from;
        byte[] map = table;
        for (int i = first; i < to; i++) {
            out[end++] = map[in[i] & 0xFF];
        }
        return end;
    }
}
