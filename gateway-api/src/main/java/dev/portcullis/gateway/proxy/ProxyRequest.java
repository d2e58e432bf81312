package dev.portcullis.gateway.proxy;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.RequestHead;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/**
 * A request on its way to an upstream.
 *
 * @param head the canonical head, for the facts that forwarding fields carry
 * @param headers the fields after the gateway's edits
 * @param contentLength the length of the content in bytes, 0 for none, or -1 where it is not known
 * @param content the content; subscribed to at most once
 */
public record ProxyRequest(RequestHead head, Headers headers, long contentLength, Flow.Publisher<ByteBuffer> content) {
    /** Checks the length. */
    public ProxyRequest {
        requireNonNull(head, "head");
        requireNonNull(headers, "headers");
        requireNonNull(content, "content");
        if (contentLength < -1) {
            throw new IllegalArgumentException("contentLength: -1 or more expected, got " + contentLength);
        }
    }
}
