package dev.portcullis.gateway.testkit;

import dev.portcullis.gateway.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A request for a {@link TestClient} to send.
 *
 * @param method the method
 * @param target the request target
 * @param headers the fields besides Host and those that frame the message
 * @param body the content
 * @param lengthKnown whether the length is announced; over HTTP/1.1 the content is chunked otherwise
 * @param trailers the trailer fields; only where the length is not known
 */
public record TestRequest(
        String method, String target, Headers headers, byte[] body, boolean lengthKnown, Headers trailers) {
    /** A GET. */
    public static TestRequest get(String target, String... headers) {
        return of("GET", target, headers);
    }

    /** A request without content. */
    public static TestRequest of(String method, String target, String... headers) {
        return new TestRequest(method, target, Headers.of(headers), new byte[0], true, Headers.EMPTY);
    }

    /** A POST of announced length. */
    public static TestRequest post(String target, String body, String... headers) {
        return of("POST", target, headers).body(body.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** This request with another method. */
    public TestRequest method(String other) {
        return new TestRequest(other, target, headers, body, lengthKnown, trailers);
    }

    /** This request with content. */
    public TestRequest body(byte[] bytes) {
        return new TestRequest(method, target, headers, bytes, lengthKnown, trailers);
    }

    /** This request with one more field. */
    public TestRequest header(String name, String value) {
        return new TestRequest(method, target, headers.with(name, value), body, lengthKnown, trailers);
    }

    /** This request without an announced length, with the given trailer fields. */
    public TestRequest chunked(String... trailer) {
        return new TestRequest(method, target, headers, body, false, Headers.of(trailer));
    }

    /** This request once with an announced length and once without. */
    public List<TestRequest> inBothFramings() {
        return List.of(this, chunked());
    }
}
