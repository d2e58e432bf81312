package dev.portcullis.waf.pattern;

import org.jspecify.annotations.Nullable;

/** The escapes that mean the same inside and outside a class: one byte, or one of the named sets. */
final class Escapes {
    private Escapes() {}

    /** The set that the letter after a backslash names, or null. */
    static @Nullable ByteSet set(int letter) {
        return switch (letter) {
            case 'd' -> ByteSet.DIGIT;
            case 'D' -> ByteSet.DIGIT.complement();
            case 's' -> ByteSet.SPACE;
            case 'S' -> ByteSet.SPACE.complement();
            case 'w' -> ByteSet.WORD;
            case 'W' -> ByteSet.WORD.complement();
            case 'h' -> ByteSet.HORIZONTAL_SPACE;
            case 'H' -> ByteSet.HORIZONTAL_SPACE.complement();
            case 'v' -> ByteSet.VERTICAL_SPACE;
            case 'V' -> ByteSet.VERTICAL_SPACE.complement();
            default -> null;
        };
    }

    /** Reads the one byte that an escape stands for; the cursor is behind the backslash. */
    static int singleByte(PatternReader in) {
        int start = in.offset() - 1;
        int c = in.next();
        return switch (c) {
            case 'a' -> 0x07;
            case 'e' -> 0x1B;
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'c' -> control(in, start);
            case 'x' -> hexadecimal(in, start);
            case 'o' -> {
                if (in.peek() != '{') {
                    throw in.error("\\o needs digits in braces", start);
                }
                yield braced(in, 8, start);
            }
            case '0', '1', '2', '3', '4', '5', '6', '7' -> octal(in, c - '0', start);
            default -> {
                if (ByteSet.LETTER.contains(c) || ByteSet.DIGIT.contains(c)) {
                    throw in.error("\\" + (char) c + " is not an escape that is supported here", start);
                }
                yield c;
            }
        };
    }

    private static int control(PatternReader in, int start) {
        int c = in.peek();
        if (c < ' ' || c > '~') {
            throw in.error("\\c must be followed by a printable ASCII character", start);
        }
        in.next();
        return (ByteSet.LOWER.contains(c) ? c - 32 : c) ^ 0x40;
    }

    private static int hexadecimal(PatternReader in, int start) {
        if (in.peek() == '{') {
            return braced(in, 16, start);
        }
        int value = 0;
        for (int i = 0; i < 2 && Character.digit(in.peek(), 16) >= 0; i++) {
            value = value * 16 + Character.digit(in.next(), 16);
        }
        return value;
    }

    private static int octal(PatternReader in, int firstDigit, int start) {
        int value = firstDigit;
        for (int i = 0; i < 2 && Character.digit(in.peek(), 8) >= 0; i++) {
            value = value * 8 + Character.digit(in.next(), 8);
        }
        if (value > 0xFF) {
            throw in.error("an octal escape above \\377 is not a byte", start);
        }
        return value;
    }

    private static int braced(PatternReader in, int radix, int start) {
        in.next();
        int value = 0;
        int digits = 0;
        while (Character.digit(in.peek(), radix) >= 0) {
            value = Math.min(value * radix + Character.digit(in.next(), radix), 0x100);
            digits++;
        }
        if (digits == 0 || !in.skip("}")) {
            throw in.error("an escape in braces needs digits and a closing brace", start);
        }
        if (value > 0xFF) {
            throw in.error("an escape above \\xFF is not a byte; write the bytes of its encoding", start);
        }
        return value;
    }
}
