package dev.portcullis.examples.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One recorded request and what the service answered. Strings are one character a byte.
 *
 * @param id what the caller knows the request by, as a text or a number
 * @param kind what the bench groups by; empty if the record says nothing
 */
record RecordedRequest(
        Id id,
        String kind,
        String method,
        String uri,
        String version,
        List<Header> headers,
        Content body,
        String remoteAddress,
        Optional<Response> response) {

    /** What the verdict is to be told apart by; a number comes back as the number that it was. */
    record Id(String text, boolean isNumber) {
        private static final double EXACT = 1L << 53;

        static Id of(Map<?, ?> members) {
            if (members.get("id") instanceof Double number) {
                if (number % 1 != 0 || Math.abs(number) > EXACT) {
                    throw new IllegalArgumentException("id must be a string or a whole number of at most 2^53");
                }
                return new Id(Long.toString(number.longValue()), true);
            }
            return new Id(RecordedRequest.text(members, "id", ""), false);
        }

        void writeTo(JsonLine json) {
            if (isNumber) {
                json.literal(text);
            } else {
                json.string(text);
            }
        }
    }

    /** A header line. */
    record Header(String name, String value) {}

    /** Bytes that nobody changes. */
    static final class Content {
        static final Content EMPTY = new Content(new byte[0]);

        final byte[] bytes;

        private Content(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    /** What the service answered. */
    record Response(int status, List<Header> headers, Content body) {}

    /**
     * Reads one line.
     *
     * @throws IllegalArgumentException if it is not a request; the message says why
     */
    static RecordedRequest parse(String line) {
        Map<?, ?> members = object(Json.parse(line), "the line");
        Object response = members.get("response");
        return new RecordedRequest(
                Id.of(members),
                text(members, "class", ""),
                text(members, "method", "GET"),
                text(members, "uri", "/"),
                version(text(members, "version", "HTTP/1.1")),
                headers(members),
                body(members),
                text(members, "remote_addr", "127.0.0.1"),
                response instanceof Map<?, ?> answer ? Optional.of(response(answer)) : Optional.empty());
    }

    private static Response response(Map<?, ?> members) {
        Object status = members.get("status");
        return new Response(status instanceof Double number ? number.intValue() : 200, headers(members), body(members));
    }

    /**
     * The bytes of the body; none for a request of HTTP/1 without any field that announces a body, because such a
     * request has none (RFC 9112, section 6.3), whatever follows it.
     */
    byte[] bodyBytes() {
        if (!version.startsWith("HTTP/1")) {
            return body.bytes;
        }
        for (Header header : headers) {
            String name = header.name();
            if (name.equalsIgnoreCase("Content-Length")
                    || name.equalsIgnoreCase("Transfer-Encoding")
                    || name.equalsIgnoreCase("Content-Type")) {
                return body.bytes;
            }
        }
        return Content.EMPTY.bytes;
    }

    private static String version(String version) {
        return !version.isEmpty() && Character.isDigit(version.charAt(0)) ? "HTTP/" + version : version;
    }

    private static Map<?, ?> object(Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(what + " must be an object");
    }

    private static String text(Map<?, ?> members, String name, String absent) {
        Object value = members.get(name);
        if (value == null || value.equals(Optional.empty())) {
            return absent;
        }
        return latin1(value, name);
    }

    private static String latin1(Object value, String name) {
        if (value instanceof String text) {
            return new String(text.getBytes(UTF_8), ISO_8859_1);
        }
        throw new IllegalArgumentException(name + " must be a string");
    }

    private static List<Header> headers(Map<?, ?> members) {
        List<Header> headers = new ArrayList<>();
        Object value = members.get("headers");
        if (value == null || value.equals(Optional.empty())) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw new IllegalArgumentException("headers must be a list");
        }
        for (Object item : list) {
            if (!(item instanceof List<?> pair) || pair.size() != 2) {
                throw new IllegalArgumentException("headers must be pairs of a name and a value");
            }
            headers.add(new Header(latin1(pair.get(0), "a header"), latin1(pair.get(1), "a header")));
        }
        return List.copyOf(headers);
    }

    private static Content body(Map<?, ?> members) {
        String base64 = text(members, "body_b64", "");
        try {
            return base64.isEmpty()
                    ? Content.EMPTY
                    : new Content(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("body_b64 is not Base64: " + e.getMessage(), e);
        }
    }
}
