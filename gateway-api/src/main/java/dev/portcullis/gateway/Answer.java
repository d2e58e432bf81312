package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

/**
 * The decision that the gateway answers by itself, without a refusal: 204 to a CORS preflight, say. Never a pass: nothing is
 * forwarded, no response inspector is called. The answer has no content.
 *
 * @param status the HTTP status, 200 to 599
 * @param headers fields to send with the answer; framing fields are the gateway's own
 */
public record Answer(int status, Headers headers) implements Decision {
    /** Checks that the status is a final one. */
    public Answer {
        requireNonNull(headers, "headers");
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status: a final HTTP status expected, got " + status);
        }
    }
}
