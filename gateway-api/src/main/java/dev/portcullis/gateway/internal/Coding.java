package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.Headers;

/** A content coding (RFC 9110, section 8.4.1) as far as inspection goes. */
enum Coding {
    /** None. */
    IDENTITY,
    /** RFC 1952. */
    GZIP,
    /** RFC 1950: the zlib format, not a bare deflate stream. */
    DEFLATE,
    /** Another one, or more than one. */
    OTHER;

    static Coding of(Headers headers) {
        int at = headers.indexOf("Content-Encoding", 0);
        if (at < 0) {
            return IDENTITY;
        }
        if (headers.indexOf("Content-Encoding", at + 1) >= 0) {
            return OTHER;
        }
        String value = headers.value(at).trim();
        if (value.equalsIgnoreCase("gzip") || value.equalsIgnoreCase("x-gzip")) {
            return GZIP;
        }
        if (value.equalsIgnoreCase("deflate")) {
            return DEFLATE;
        }
        return value.equalsIgnoreCase("identity") ? IDENTITY : OTHER;
    }

    /** The most bytes that so much content may have in this coding, a header with a name and poor compression included. */
    int mostEncoded(int content) {
        if (this == IDENTITY) {
            return content;
        }
        return (int) Math.min(Integer.MAX_VALUE - 1, content + (content >> 8) + 1024L);
    }
}
