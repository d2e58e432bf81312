package dev.portcullis.gateway.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.gateway.Headers;

/** A refusal in gRPC's own terms: HTTP status 200, the status in fields, no content (gRPC over HTTP/2, Trailers-Only). */
final class GrpcStatus {
    private static final String TYPE = "application/grpc";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private GrpcStatus() {}

    /** Whether the request is a gRPC call. */
    static boolean asks(Headers request) {
        int at = request.indexOf("Content-Type", 0);
        if (at < 0) {
            return false;
        }
        String type = request.value(at);
        if (!type.regionMatches(true, 0, TYPE, 0, TYPE.length())) {
            return false;
        }
        // gRPC-Web has the status in the body; its clients understand a plain HTTP status
        return type.length() == TYPE.length() || type.charAt(TYPE.length()) == '+' || type.charAt(TYPE.length()) == ';';
    }

    /** Percent-encodes what gRPC asks for: all but printable ASCII, and the percent sign. */
    static String message(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 8);
        for (byte b : text.getBytes(UTF_8)) {
            if (b >= ' ' && b <= '~' && b != '%') {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
            }
        }
        return encoded.toString();
    }
}
