package dev.portcullis.waf.operator;

import dev.portcullis.waf.pattern.Prefilter;
import java.util.Arrays;
import java.util.List;

/**
 * The comparisons of a value with a text, byte by byte: {@code @contains}, {@code @strmatch}, {@code @containsWord},
 * {@code @within}, {@code @streq}, {@code @beginsWith}, {@code @endsWith}.
 */
enum TextOperator implements MacroOperator {
    /** The value has the text somewhere. */
    CONTAINS {
        @Override
        boolean holds(byte[] v, int from, int to, byte[] a, int argFrom, int argTo) {
            return ByteSearch.indexOf(v, from, to, a, argFrom, argTo) >= 0;
        }
    },
    /** The value has the text, and no letter of ASCII before or after it. */
    CONTAINS_WORD {
        @Override
        boolean holds(byte[] v, int from, int to, byte[] a, int argFrom, int argTo) {
            int length = argTo - argFrom;
            if (length == 0) {
                return true;
            }
            int at = ByteSearch.indexOf(v, from, to, a, argFrom, argTo);
            while (at >= 0) {
                if ((at == from || !Ascii.isLetter(v[at - 1]))
                        && (at + length == to || !Ascii.isLetter(v[at + length]))) {
                    return true;
                }
                at = ByteSearch.indexOf(v, at + 1, to, a, argFrom, argTo);
            }
            return false;
        }
    },
    /** The text has the value somewhere. */
    WITHIN {
        @Override
        boolean holds(byte[] v, int from, int to, byte[] a, int argFrom, int argTo) {
            return ByteSearch.indexOf(a, argFrom, argTo, v, from, to) >= 0;
        }
    },
    /** The value is the text. */
    EQUALS {
        @Override
        boolean holds(byte[] v, int from, int to, byte[] a, int argFrom, int argTo) {
            return Arrays.equals(v, from, to, a, argFrom, argTo);
        }
    },
    /** The value starts with the text. */
    BEGINS_WITH {
        @Override
        boolean holds(byte[] v, int from, int to, byte[] a, int argFrom, int argTo) {
            int length = argTo - argFrom;
            return length <= to - from && Arrays.equals(v, from, from + length, a, argFrom, argTo);
        }
    },
    /** The value ends with the text. */
    ENDS_WITH {
        @Override
        boolean holds(byte[] v, int from, int to, byte[] a, int argFrom, int argTo) {
            int length = argTo - argFrom;
            return length <= to - from && Arrays.equals(v, to - length, to, a, argFrom, argTo);
        }
    };

    abstract boolean holds(byte[] v, int from, int to, byte[] a, int argFrom, int argTo);

    @Override
    public boolean matches(
            byte[] value, int from, int to, byte[] argument, int argumentFrom, int argumentTo, Evaluation evaluation) {
        return holds(value, from, to, argument, argumentFrom, argumentTo);
    }

    Operator with(byte[] argument) {
        return new Fixed(this, argument);
    }

    /** A comparison whose text is known. */
    private static final class Fixed implements Operator {
        private final TextOperator comparison;
        private final byte[] argument;

        Fixed(TextOperator comparison, byte[] argument) {
            this.comparison = comparison;
            this.argument = argument;
        }

        @Override
        public boolean matches(byte[] value, int from, int to, Evaluation evaluation) {
            return comparison.holds(value, from, to, argument, 0, argument.length);
        }

        @Override
        public int addTo(Prefilter.Builder prefilter) {
            if (comparison == WITHIN) {
                return prefilter.addPieces(argument);
            }
            return argument.length > 0 ? prefilter.addPhrases(List.of(argument)) : prefilter.addUnconditional();
        }
    }
}
