package dev.portcullis.waf.operator;

/**
 * The comparisons of numbers: {@code @eq}, {@code @ge}, {@code @gt}, {@code @le}, {@code @lt}. A text counts as the whole
 * number that it starts with, after white space and a sign, and as 0 without one. A number beyond 63 bits counts as the
 * greatest there is, so that it never equals a small one.
 */
enum NumberOperator implements MacroOperator {
    EQ {
        @Override
        boolean holds(long value, long argument) {
            return value == argument;
        }
    },
    GE {
        @Override
        boolean holds(long value, long argument) {
            return value >= argument;
        }
    },
    GT {
        @Override
        boolean holds(long value, long argument) {
            return value > argument;
        }
    },
    LE {
        @Override
        boolean holds(long value, long argument) {
            return value <= argument;
        }
    },
    LT {
        @Override
        boolean holds(long value, long argument) {
            return value < argument;
        }
    };

    abstract boolean holds(long value, long argument);

    @Override
    public boolean matches(
            byte[] value, int from, int to, byte[] argument, int argumentFrom, int argumentTo, Evaluation evaluation) {
        return holds(parse(value, from, to), parse(argument, argumentFrom, argumentTo));
    }

    Operator with(byte[] argument) {
        long number = parse(argument, 0, argument.length);
        return (value, from, to, evaluation) -> holds(parse(value, from, to), number);
    }

    static long parse(byte[] text, int from, int to) {
        int i = from;
        while (i < to && Ascii.isSpace(text[i])) {
            i++;
        }
        boolean negative = i < to && text[i] == '-';
        if (i < to && (negative || text[i] == '+')) {
            i++;
        }
        long number = 0;
        for (; i < to && Ascii.isDigit(text[i]); i++) {
            int digit = text[i] - '0';
            if (number > (Long.MAX_VALUE - digit) / 10) {
                number = Long.MAX_VALUE;
                break;
            }
            number = number * 10 + digit;
        }
        return negative ? -number : number;
    }
}
