package dev.portcullis.gateway.testkit;

import dev.portcullis.gateway.Headers;
import java.nio.charset.StandardCharsets;

/**
 * A request as it reached the handler.
 *
 * @param method the method
 * @param target the target in origin form
 * @param headers the fields, in the server's order
 * @param body the content
 * @param trailers the trailer fields; empty where the server has no way to read them
 */
public record Received(String method, String target, Headers headers, byte[] body, Headers trailers) {
    /** The content as ISO-8859-1. */
    public String text() {
        return new String(body, StandardCharsets.ISO_8859_1);
    }
}
