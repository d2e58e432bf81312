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

    /** The textual form of the address (RFC 5952), without a host name or a zone. */
    public String text() {
        return IpAddress.text(address);
    }

    /**
     * The network that one caller can be assumed to hold, which is what a limit counts: an IPv6 /64, for a single host owns
     * all of it, and an IPv4 address as it is.
     */
    public Cidr network() {
        Cidr one = Cidr.of(address);
        return one.isV4() ? one : Cidr.of(address, 64);
    }
}
