package dev.portcullis.gateway.hygiene;

import java.nio.charset.StandardCharsets;

/** Puts foreign text into a field value so that it can neither end the field nor be misread. */
final class HeaderEncoding {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private HeaderEncoding() {}

    /**
     * Appends the text, percent-encoded where it has to be.
     *
     * @param inList whether a comma would end an element
     */
    static void append(String text, boolean inList, StringBuilder value) {
        int plain = 0;
        while (plain < text.length() && isPlain(text, plain, inList)) {
            plain++;
        }
        if (plain == text.length()) {
            value.append(text);
            return;
        }
        int i = 0;
        while (i < text.length()) {
            if (isPlain(text, i, inList)) {
                value.append(text.charAt(i++));
            } else {
                int point = text.codePointAt(i);
                i += Character.charCount(point);
                for (byte b : new String(Character.toChars(point)).getBytes(StandardCharsets.UTF_8)) {
                    value.append('%').append(HEX[(b & 0xFF) >> 4]).append(HEX[b & 0xF]);
                }
            }
        }
    }

    private static boolean isPlain(String text, int at, boolean inList) {
        char c = text.charAt(at);
        if (c == ' ') {
            return at > 0 && at + 1 < text.length(); // a server strips the value
        }
        return c > ' ' && c < 0x7F && c != '%' && !(inList && c == ',');
    }
}
