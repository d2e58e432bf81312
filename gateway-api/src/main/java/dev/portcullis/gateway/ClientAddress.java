package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;

/**
 * The address of whoever asks: the transport peer or, where that peer is a trusted proxy, the address that the proxies
 * vouch for. An address in a header that no trusted proxy wrote is never one.
 *
 * @param address the address
 * @param forwarded whether trusted proxies named it; otherwise it is the transport peer's own
 */
public record ClientAddress(InetAddress address, boolean forwarded) {
    /** Checks the address. */
    public ClientAddress {
        requireNonNull(address, "address");
    }

    /** The textual form of the address, without a host name. */
    public String text() {
        return address.getHostAddress();
    }
}
