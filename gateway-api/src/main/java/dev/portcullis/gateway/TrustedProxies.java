package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;

/**
 * The proxies in front of the gateway whose word about a request is taken: who asks, and whether over TLS. What any other
 * peer says about that is not read.
 *
 * <p>The chain is walked from the peer outwards, right to left through the field, while each hop is trusted; the first that
 * is not is the client, and where all are, the outermost. An address that a proxy hides ({@code unknown}, {@code _name}) ends
 * the walk at the proxy that hid it. An entry that is reached and is no address, a list that goes on trusting beyond
 * {@code maxHops}, and a contradictory scheme are refused with 400: nobody can say who asks. Names are never looked up.
 *
 * <p>The scheme comes from the same hop as the client: {@code proto=} of the Forwarded element, or X-Forwarded-Proto. The
 * host never does; a proxy passes Host on. A server that reads the PROXY protocol makes its source address the transport
 * peer's, before any of this.
 *
 * @param ranges the addresses of the proxies; private and loopback addresses are trusted only where they are listed
 * @param field where the proxies say for whom they ask
 * @param maxHops how many trusted hops are walked through at most; positive
 */
public record TrustedProxies(CidrSet ranges, Field field, int maxHops) {
    /** Where proxies say for whom they ask. */
    public enum Field {
        /** Nowhere: the client is the peer, whoever it is. */
        NONE,
        /** X-Forwarded-For, with X-Forwarded-Proto for the scheme. */
        X_FORWARDED_FOR,
        /** Forwarded (RFC 7239). */
        FORWARDED
    }

    /** No proxy is trusted. */
    public static final TrustedProxies NONE = new TrustedProxies(CidrSet.EMPTY, Field.NONE, 1);

    /** How many trusted hops are walked through unless something else is said. */
    public static final int DEFAULT_MAX_HOPS = 16;

    /** Checks that a field is read only from proxies that are named. */
    public TrustedProxies {
        requireNonNull(ranges, "ranges");
        requireNonNull(field, "field");
        if (maxHops < 1) {
            throw new IllegalArgumentException("maxHops: at least 1, got " + maxHops);
        }
        if (ranges.isEmpty() && field != Field.NONE) {
            throw new IllegalArgumentException(
                    "ranges: a forwarding field means nothing without the proxies that may write it; name them");
        }
    }

    /** Trusts these proxies. */
    public static TrustedProxies of(CidrSet ranges, Field field) {
        return new TrustedProxies(ranges, field, DEFAULT_MAX_HOPS);
    }

    /** Whether this is one of the proxies. */
    public boolean trusts(InetAddress address) {
        return ranges.contains(address);
    }
}
