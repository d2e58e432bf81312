package dev.portcullis.waf.body;

/** The grammar of numbers in JSON (RFC 8259, section 6). */
final class JsonNumber {
    private JsonNumber() {}

    /** The end of the number at {@code from}, -1 if there is none. */
    static int end(byte[] body, int from, int to) {
        int i = from < to && body[from] == '-' ? from + 1 : from;
        int digits = digits(body, i, to);
        if (digits == i || body[i] == '0' && digits > i + 1) {
            return -1;
        }
        i = digits;
        if (i < to && body[i] == '.') {
            digits = digits(body, i + 1, to);
            if (digits == i + 1) {
                return -1;
            }
            i = digits;
        }
        if (i < to && (body[i] | 0x20) == 'e') {
            i++;
            if (i < to && (body[i] == '+' || body[i] == '-')) {
                i++;
            }
            digits = digits(body, i, to);
            if (digits == i) {
                return -1;
            }
            i = digits;
        }
        return i;
    }

    /** Whether the bytes up to the end may be the start of a number. */
    static boolean isCutOff(byte[] body, int from, int to) {
        for (int i = from; i < to; i++) {
            if ("+-.eE0123456789".indexOf(body[i]) < 0) {
                return false;
            }
        }
        return true;
    }

    private static int digits(byte[] body, int from, int to) {
        int i = from;
        while (i < to && body[i] >= '0' && body[i] <= '9') {
            i++;
        }
        return i;
    }
}
