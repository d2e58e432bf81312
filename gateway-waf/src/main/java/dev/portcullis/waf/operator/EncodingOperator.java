package dev.portcullis.waf.operator;

import dev.portcullis.waf.pattern.Prefilter;
import java.util.Arrays;

/** Operators that match a value whose encoding is broken. */
enum EncodingOperator implements Operator {
    /** {@code @validateUrlEncoding}: a percent sign without two hexadecimal digits. */
    URL {
        @Override
        public boolean matches(byte[] value, int from, int to, Evaluation evaluation) {
            for (int i = from; i < to; i++) {
                if (value[i] == '%') {
                    if (i + 2 >= to || !Ascii.isHexDigit(value[i + 1]) || !Ascii.isHexDigit(value[i + 2])) {
                        return true;
                    }
                    i += 2;
                }
            }
            return false;
        }

        @Override
        public int addTo(Prefilter.Builder prefilter) {
            boolean[] percent = new boolean[256];
            percent['%'] = true;
            return prefilter.addBytes(percent);
        }
    },
    /** {@code @validateUtf8Encoding}: not UTF-8 as RFC 3629 has it; overlong forms and surrogates are not. */
    UTF8 {
        @Override
        public boolean matches(byte[] value, int from, int to, Evaluation evaluation) {
            int i = from;
            while (i < to) {
                int length = value[i] >= 0 ? 1 : sequence(value, i, to);
                if (length == 0) {
                    return true;
                }
                i += length;
            }
            return false;
        }

        @Override
        public int addTo(Prefilter.Builder prefilter) {
            boolean[] beyondAscii = new boolean[256];
            Arrays.fill(beyondAscii, 0x80, 256, true);
            return prefilter.addBytes(beyondAscii);
        }
    };

    /** The length of the sequence at {@code i}, 0 if it is none. */
    private static int sequence(byte[] value, int i, int to) {
        int first = value[i] & 0xFF;
        int length = first < 0xC2 || first > 0xF4 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (length == 0 || i + length > to) {
            return 0;
        }
        for (int k = 1; k < length; k++) {
            if ((value[i + k] & 0xC0) != 0x80) {
                return 0;
            }
        }
        int second = value[i + 1] & 0xFF;
        boolean bad = switch (first) {
            case 0xE0 -> second < 0xA0;
            case 0xED -> second > 0x9F;
            case 0xF0 -> second < 0x90;
            case 0xF4 -> second > 0x8F;
            default -> false;
        };
        return bad ? 0 : length;
    }
}
