package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.Headers;

/** What a field line may consist of (RFC 9110, sections 5.1, 5.5 and 5.6.2), for fields that the gateway writes itself. */
final class FieldSyntax {
    private FieldSyntax() {}

    /** Checks the name of a field that a filter may edit. */
    static void checkEditable(String name) {
        if (!CharClass.isToken(name)) {
            throw new IllegalArgumentException("header name: a token (RFC 9110, 5.6.2) expected, of " + name.length()
                    + " characters at least one is none");
        }
        if (framesMessage(name)) {
            throw new IllegalArgumentException("header " + name + ": framing is the server's own and cannot be edited");
        }
    }

    static void checkValue(String name, String value) {
        int bad = firstBadInValue(value);
        if (bad >= 0) {
            throw new IllegalArgumentException("header " + name + ": a control character or one beyond ISO-8859-1"
                    + " at index " + bad + " of the value (RFC 9110, 5.5)");
        }
    }

    /** The fields that can be sent: those with sound names and values that do not frame the message. */
    static Headers sendable(Headers headers) {
        for (int i = 0; i < headers.size(); i++) {
            if (!isSendable(headers, i)) {
                Headers.Builder kept = Headers.builder(headers.size());
                for (int j = 0; j < headers.size(); j++) {
                    if (isSendable(headers, j)) {
                        kept.add(headers.name(j), headers.value(j));
                    }
                }
                return kept.build();
            }
        }
        return headers;
    }

    private static boolean isSendable(Headers headers, int i) {
        return CharClass.isToken(headers.name(i))
                && !framesMessage(headers.name(i))
                && firstBadInValue(headers.value(i)) < 0;
    }

    static boolean framesMessage(String name) {
        return name.equalsIgnoreCase("Content-Length") || name.equalsIgnoreCase("Transfer-Encoding");
    }

    private static int firstBadInValue(String value) {
        int length = value.length();
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            // Beyond 0xFF a server that writes one byte a char would cut it down to any byte, a line feed included.
            if ((c < ' ' && c != '\t') || c == 0x7F || c > 0xFF) {
                return i;
            }
        }
        return -1;
    }
}
