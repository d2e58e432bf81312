package dev.portcullis.gateway.host;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Peer;
import org.jspecify.annotations.Nullable;

/**
 * A request head as a server parsed it, before it is made canonical.
 *
 * @param method the method
 * @param target the request target exactly as received; for HTTP/2 the {@code :path}, with {@code :authority} as Host
 * @param routedPath where the server has already routed the request, decoded as the server decodes it, or {@code null} where
 *     it routes by what the adapter hands on
 * @param protocol such as {@code HTTP/1.1} or {@code HTTP/2}
 * @param headers the fields in the order received
 * @param peer the transport peer
 */
public record RawHead(
        String method, String target, @Nullable String routedPath, String protocol, Headers headers, Peer peer) {
    /** Checks that all but the routed path are there. */
    public RawHead {
        requireNonNull(method, "method");
        requireNonNull(target, "target");
        requireNonNull(protocol, "protocol");
        requireNonNull(headers, "headers");
        requireNonNull(peer, "peer");
    }
}
