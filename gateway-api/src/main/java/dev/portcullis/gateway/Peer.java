package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The other end of the transport connection: whoever really connected, which behind a proxy is the proxy.
 *
 * @param address the address of the connection
 * @param port its port
 * @param tls what the TLS handshake established, or {@code null} on a plain connection
 */
public record Peer(InetAddress address, int port, @Nullable TlsFacts tls) {
    /** Checks the address. */
    public Peer {
        requireNonNull(address, "address");
    }
}
