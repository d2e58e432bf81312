package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

/**
 * The head of a response as the handler wrote it, before the gateway's own edits.
 *
 * @param status the HTTP status code
 * @param headers the fields
 */
public record ResponseHead(int status, Headers headers) {
    /** Checks the fields. */
    public ResponseHead {
        requireNonNull(headers, "headers");
    }
}
