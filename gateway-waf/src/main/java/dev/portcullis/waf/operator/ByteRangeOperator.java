package dev.portcullis.waf.operator;

import dev.portcullis.waf.pattern.Prefilter;
import java.nio.charset.StandardCharsets;

/** {@code @validateByteRange}: matches a value with a byte outside the ranges that are allowed. */
final class ByteRangeOperator implements Operator {
    private final boolean[] allowed;

    private ByteRangeOperator(boolean[] allowed) {
        this.allowed = allowed;
    }

    static Compiled<Operator> of(byte[] argument) {
        boolean[] allowed = new boolean[256];
        for (String part : new String(argument, StandardCharsets.ISO_8859_1).split(",", -1)) {
            String range = part.strip();
            int dash = range.indexOf('-');
            int first = number(dash < 0 ? range : range.substring(0, dash).strip());
            int last = dash < 0 ? first : number(range.substring(dash + 1).strip());
            if (first < 0 || last < first) {
                return Compiled.refused(
                        "@validateByteRange needs numbers from 0 to 255 such as 9,10,32-126, not: " + range);
            }
            for (int i = first; i <= last; i++) {
                allowed[i] = true;
            }
        }
        return Compiled.ready(new ByteRangeOperator(allowed));
    }

    private static int number(String text) {
        if (text.isEmpty() || text.length() > 3) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number > 255 ? -1 : number;
    }

    @Override
    public int addTo(Prefilter.Builder prefilter) {
        boolean[] refused = new boolean[allowed.length];
        for (int i = 0; i < refused.length; i++) {
            refused[i] = !allowed[i];
        }
        return prefilter.addBytes(refused);
    }

    @Override
    public boolean matches(byte[] value, int from, int to, Evaluation evaluation) {
        boolean[] table = allowed;
        for (int i = from; i < to; i++) {
            if (!table[value[i] & 0xFF]) {
                return true;
            }
        }
        return false;
    }
}
