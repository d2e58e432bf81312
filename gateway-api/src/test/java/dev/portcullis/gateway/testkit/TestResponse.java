package dev.portcullis.gateway.testkit;

import dev.portcullis.gateway.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A response as a client received it.
 *
 * @param status the status
 * @param headers the fields
 * @param body the content, without its framing
 * @param trailers the trailer fields
 * @param informational the statuses of the informational responses before it
 */
public record TestResponse(int status, Headers headers, byte[] body, Headers trailers, List<Integer> informational) {
    /** The content as ISO-8859-1. */
    public String text() {
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    /** The value of the first field with the name, or the empty string. */
    public String header(String name) {
        return headers.first(name).orElse("");
    }
}
