package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;

/**
 * A range of addresses that share a prefix (RFC 4632, RFC 4291). A range of IPv4-mapped IPv6 addresses is the range of the
 * IPv4 addresses, so a client is in it however the socket spells its address. Immutable; equal ranges are equal.
 */
public final class Cidr {
    private static final int V4_IN_V6 = 96;
    private static final long V4_MARK = 0xFFFF_0000_0000L;

    private final long high;
    private final long low; // an IPv4 range is kept in its IPv4-mapped place
    private final int prefix;

    private Cidr(long high, long low, int prefix) {
        this.high = high;
        this.low = low;
        this.prefix = prefix;
    }

    /**
     * Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or a single address. Never asks a name server.
     *
     * @throws IllegalArgumentException for anything else, and for a prefix that cuts bits off: {@code 10.0.0.1/8} is either
     *     a typing error or a misunderstanding
     */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return of(IpAddress.parse(text));
        }
        InetAddress address = IpAddress.parse(text.substring(0, slash));
        int bits = address.getAddress().length * 8;
        boolean mapped = bits == 32 && text.lastIndexOf(':', slash) >= 0;
        int length = number(text, slash + 1, mapped ? 128 : bits);
        if (mapped) {
            if (length < V4_IN_V6) {
                throw new IllegalArgumentException(
                        "the range \"" + text + "\" mixes IPv4-mapped and other addresses; write the IPv4 range");
            }
            length -= V4_IN_V6;
        }
        Cidr range = of(address, length);
        if (!range.startsAt(address)) {
            throw new IllegalArgumentException(
                    "the range \"" + text + "\" has bits set beyond its prefix; did you mean \"" + range + "\"?");
        }
        return range;
    }

    /** The range of one address. */
    public static Cidr of(InetAddress address) {
        byte[] bytes = requireNonNull(address, "address").getAddress();
        return new Cidr(high(bytes), low(bytes), 128);
    }

    /**
     * The range of all addresses that share the first bits with this one.
     *
     * @param address any address of the range
     * @param length how many bits, up to 32 for IPv4 and 128 for IPv6
     * @throws IllegalArgumentException if the length is out of range
     */
    public static Cidr of(InetAddress address, int length) {
        Cidr one = of(address);
        int bits = one.isV4() ? 32 : 128;
        if (length < 0 || length > bits) {
            throw new IllegalArgumentException("length: 0 to " + bits + " expected, got " + length);
        }
        return one.shortened(one.isV4() ? length + V4_IN_V6 : length);
    }

    /** Whether the address is in the range. IPv4 addresses are in IPv4 ranges only. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        long otherHigh = high(bytes);
        long otherLow = low(bytes);
        return isV4() == isV4(otherHigh, otherLow) && contains(otherHigh, otherLow);
    }

    /** Whether the whole of the other range is in this one. */
    public boolean contains(Cidr other) {
        return prefix <= other.prefix && isV4() == other.isV4() && contains(other.high, other.low);
    }

    /** How many bits the addresses of the range share: up to 32 for IPv4 and 128 for IPv6. */
    public int prefixLength() {
        return isV4() ? prefix - V4_IN_V6 : prefix;
    }

    /** Whether this is a range of IPv4 addresses. */
    public boolean isV4() {
        return prefix >= V4_IN_V6 && isV4(high, low);
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    /** The last address of the range, its upper half. */
    long lastHigh() {
        return high | ~mask(prefix);
    }

    /** The last address of the range, its lower half. */
    long lastLow() {
        return low | ~mask(prefix - 64);
    }

    private boolean contains(long otherHigh, long otherLow) {
        return ((high ^ otherHigh) & mask(prefix)) == 0 && ((low ^ otherLow) & mask(prefix - 64)) == 0;
    }

    private boolean startsAt(InetAddress address) {
        Cidr one = of(address);
        return one.high == high && one.low == low;
    }

    private Cidr shortened(int to) {
        return new Cidr(high & mask(to), low & mask(to - 64), to);
    }

    /** The first {@code bits} of a word. */
    private static long mask(int bits) {
        return bits <= 0 ? 0 : bits >= 64 ? -1 : -1L << (64 - bits);
    }

    /** The upper half of an address of 4 or 16 bytes, an IPv4 address in its IPv4-mapped place. */
    static long high(byte[] address) {
        return address.length == 4 ? 0 : word(address, 0, 8);
    }

    /** The lower half of an address of 4 or 16 bytes, an IPv4 address in its IPv4-mapped place. */
    static long low(byte[] address) {
        return address.length == 4 ? V4_MARK | word(address, 0, 4) : word(address, 8, 8);
    }

    /** Whether the halves are those of an IPv4-mapped address. */
    static boolean isV4(long high, long low) {
        return high == 0 && low >>> 32 == 0xFFFF;
    }

    private static long word(byte[] bytes, int from, int count) {
        long word = 0;
        for (int i = from; i < from + count; i++) {
            word = word << 8 | (bytes[i] & 0xFF);
        }
        return word;
    }

    private static int number(String text, int from, int most) {
        int value = 0;
        int i = from;
        while (i < text.length() && i - from < 3 && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            value = value * 10 + (text.charAt(i++) - '0');
        }
        if (i == from || i < text.length() || value > most || (i - from > 1 && text.charAt(from) == '0')) {
            throw new IllegalArgumentException(
                    "a prefix length from 0 to " + most + " expected after the slash, got \"" + text + "\"");
        }
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cidr cidr && cidr.high == high && cidr.low == low && cidr.prefix == prefix;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high) * 31 * 31 + Long.hashCode(low) * 31 + prefix;
    }

    /** The range as {@link #parse} reads it, always with its prefix length. */
    @Override
    public String toString() {
        return IpAddress.text(high, low) + '/' + prefixLength();
    }
}
