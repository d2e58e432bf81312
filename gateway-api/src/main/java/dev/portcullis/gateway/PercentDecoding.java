package dev.portcullis.gateway;

import java.nio.charset.StandardCharsets;

/** Percent-decoding (RFC 3986, section 2.1) of text that has already been judged. */
final class PercentDecoding {
    private PercentDecoding() {}

    /**
     * The characters from {@code from} up to {@code to}, decoded once as UTF-8. What is no percent-encoding stays as it is,
     * what is no UTF-8 becomes U+FFFD; a canonical path has neither.
     */
    static String decode(String text, int from, int to) {
        int percent = text.indexOf('%', from);
        if (percent < 0 || percent >= to) {
            return text.substring(from, to);
        }
        StringBuilder decoded = new StringBuilder(to - from);
        byte[] run = new byte[(to - percent) / 3];
        int i = from;
        while (i < to) {
            int length = 0;
            while (i + 2 < to && text.charAt(i) == '%') {
                int high = hex(text.charAt(i + 1));
                int low = hex(text.charAt(i + 2));
                if (high < 0 || low < 0) {
                    break;
                }
                run[length++] = (byte) (high << 4 | low);
                i += 3;
            }
            if (length > 0) {
                decoded.append(new String(run, 0, length, StandardCharsets.UTF_8));
            } else {
                decoded.append(text.charAt(i++));
            }
        }
        return decoded.toString();
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hex(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = c | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }
}
