package dev.portcullis.gateway.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.ResponseHead;

/**
 * What a handler answers, or what a client got.
 *
 * @param status the status
 * @param headers the fields
 * @param body the content
 */
@SuppressWarnings("ArrayRecordComponent") // a test's own
public record FakeResponse(int status, Headers headers, byte[] body) {
    /** An answer in plain text. */
    public static FakeResponse text(int status, String body) {
        return of(status, "text/plain", body);
    }

    /** An answer of a type. */
    public static FakeResponse of(int status, String contentType, String body) {
        return new FakeResponse(status, Headers.of("Content-Type", contentType), body.getBytes(UTF_8));
    }

    /** With one more field. */
    public FakeResponse header(String name, String value) {
        return new FakeResponse(status, headers.with(name, value), body);
    }

    /** The content as text. */
    public String text() {
        return new String(body, UTF_8);
    }

    /** The first value of a field, or the empty string. */
    public String field(String name) {
        return headers.first(name).orElse("");
    }

    ResponseHead head() {
        return new ResponseHead(status, headers);
    }
}
