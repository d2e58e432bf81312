package dev.portcullis.waf.body;

import org.jspecify.annotations.Nullable;

/** Reads strings: without escapes they are slices of the body, else they are written anew. */
final class JsonString {
    private final byte[] body;
    private final int to;
    private final boolean partial;
    private final SliceBuffer buffer = new SliceBuffer();
    private byte[] array;
    private int from;
    private int end;
    private int next;
    private @Nullable String problem;

    /**
     * A reader of the strings of one text.
     *
     * @param partial whether the text goes on beyond {@code to}
     */
    JsonString(byte[] body, int to, boolean partial) {
        this.body = body;
        this.to = to;
        this.partial = partial;
        this.array = body;
    }

    /**
     * Reads the string whose first byte is at {@code start}. Whether it ends with a quote; if not, what there was of it is
     * still to be had.
     */
    boolean read(int start) {
        int i = start;
        int all = 0;
        while (i < to && body[i] != '"' && body[i] != '\\' && (body[i] < 0 || body[i] >= 0x20)) {
            all |= body[i++];
        }
        array = body;
        from = start;
        end = i;
        next = i;
        if (i < to && body[i] == '\\') {
            return readEscaped(start, i);
        }
        return finish(all < 0);
    }

    private boolean readEscaped(int start, int firstEscape) {
        int close = firstEscape;
        while (close < to && body[close] != '"' && (body[close] < 0 || body[close] >= 0x20)) {
            close += body[close] == '\\' ? 2 : 1;
        }
        close = Math.min(close, to);
        next = close;
        // An escape is never shorter than what it stands for.
        buffer.reserve(close - start);
        array = buffer.array;
        from = buffer.end;
        System.arraycopy(body, start, array, from, firstEscape - start);
        int out = from + firstEscape - start;
        int i = firstEscape;
        int all = 0;
        while (i < close) {
            byte c = body[i++];
            if (c == '\\' && i < close) {
                c = body[i++];
                if (c == 'u') {
                    int unit = hex4(i, close);
                    if (unit < 0) {
                        complain("an invalid escape in a string");
                    } else {
                        i += 4;
                        int low = unit >> 10 == 0x36 && i + 1 < close && body[i] == '\\' && body[i + 1] == 'u'
                                ? hex4(i + 2, close)
                                : -1;
                        if (low >> 10 == 0x37) {
                            unit = 0x10000 + ((unit & 0x3FF) << 10 | low & 0x3FF);
                            i += 6;
                        }
                        out = write(unit, out);
                        continue;
                    }
                }
                c = unescape(c);
            }
            all |= c;
            array[out++] = c;
        }
        buffer.end = out;
        end = out;
        return finish(all < 0);
    }

    private boolean finish(boolean beyondAscii) {
        if (beyondAscii && !Utf8.isValid(array, from, end)) {
            complain("invalid UTF-8 in a string");
        }
        boolean closed = next < to && body[next] == '"';
        if (closed) {
            next++;
        }
        return closed;
    }

    private byte unescape(byte c) {
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> {
                complain("an invalid escape in a string");
                yield c;
            }
        };
    }

    private int hex4(int at, int limit) {
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = i < limit ? Character.digit(body[i], 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** Writes a code point; half a surrogate pair as the replacement character. */
    private int write(int codePoint, int at) {
        int c = codePoint >> 11 == 0x1B ? 0xFFFD : codePoint;
        int out = at;
        if (c < 0x80) {
            array[out++] = (byte) c;
            return out;
        }
        if (c < 0x800) {
            array[out++] = (byte) (0xC0 | c >> 6);
        } else {
            if (c < 0x10000) {
                array[out++] = (byte) (0xE0 | c >> 12);
            } else {
                array[out++] = (byte) (0xF0 | c >> 18);
                array[out++] = (byte) (0x80 | c >> 12 & 0x3F);
            }
            array[out++] = (byte) (0x80 | c >> 6 & 0x3F);
        }
        array[out++] = (byte) (0x80 | c & 0x3F);
        return out;
    }

    /** What the end of the bytes cuts through is no mistake if there are more. */
    private void complain(String text) {
        if (problem == null && !(partial && next == to)) {
            problem = text;
        }
    }

    byte[] array() {
        return array;
    }

    int from() {
        return from;
    }

    int end() {
        return end;
    }

    /** The index after the string and its quote. */
    int next() {
        return next;
    }

    /** What was wrong inside a string without hiding where it ends; null if nothing was. */
    @Nullable
    String problem() {
        return problem;
    }
}
