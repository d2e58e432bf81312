package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.RequestHead;
import dev.portcullis.gateway.ResponseHead;

/** Which responses are not collected, by what the handler says of them. */
final class ResponseContent {
    private static final String[] STREAMS = {
        "text/event-stream",
        "application/grpc",
        "application/x-ndjson",
        "application/ndjson",
        "multipart/x-mixed-replace"
    };

    private ResponseContent() {}

    /** Whether there is no content by definition (RFC 9110, sections 9.3.2, 15.3.5 and 15.4.5). */
    static boolean isEmpty(RequestHead request, ResponseHead response) {
        return request.method().equals("HEAD") || response.status() == 204 || response.status() == 304;
    }

    /** Whether the content has no end to wait for: an upgraded connection, a tunnel, a stream of events or messages. */
    static boolean streams(RequestHead request, ResponseHead response) {
        if (response.status() == 101 || (request.method().equals("CONNECT") && response.status() / 100 == 2)) {
            return true;
        }
        int at = response.headers().indexOf("Content-Type", 0);
        if (at < 0) {
            return false;
        }
        String type = response.headers().value(at).trim();
        for (String stream : STREAMS) {
            if (type.regionMatches(true, 0, stream, 0, stream.length()) && endsAt(type, stream.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsAt(String type, int end) {
        if (type.length() == end) {
            return true;
        }
        char next = type.charAt(end);
        // application/grpc+proto and application/grpc-web are gRPC as well
        return next == ';' || next == ' ' || next == '\t' || next == '+' || next == '-';
    }
}
