package dev.portcullis.waf.operator;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** All addresses from one to another, both included; of one family. */
record IpRange(IpAddress first, IpAddress last) implements Comparable<IpRange> {
    /** Reads {@code address} or {@code address/prefix}; null if it is neither. Host bits of a network are ignored. */
    static @Nullable IpRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = (slash < 0 ? text : text.substring(0, slash)).getBytes(StandardCharsets.ISO_8859_1);
        IpAddress ip = IpAddress.parse(address, 0, address.length);
        if (ip == null) {
            return null;
        }
        boolean writtenAsV6 = text.indexOf(':') >= 0;
        int bits = writtenAsV6 ? 128 : 32;
        int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1));
        if (prefix < 0 || prefix > bits) {
            return null;
        }
        if (!ip.v4()) {
            return v6(ip, prefix);
        }
        // A network of mapped addresses is one of IPv4 if it holds nothing else.
        int mapped = writtenAsV6 ? 96 : 0;
        return prefix >= mapped ? v4(ip.low(), prefix - mapped) : v6(new IpAddress(false, 0, 0xFFFFL << 32), prefix);
    }

    private static int prefix(String text) {
        if (text.isEmpty() || text.length() > 3) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    private static IpRange v4(long address, int prefix) {
        long host = 0xFFFFFFFFL >>> prefix;
        return new IpRange(new IpAddress(true, 0, address & ~host), new IpAddress(true, 0, address | host));
    }

    private static IpRange v6(IpAddress ip, int prefix) {
        long highHost = prefix >= 64 ? 0 : -1L >>> prefix;
        long lowHost = prefix <= 64 ? -1L : prefix == 128 ? 0 : -1L >>> (prefix - 64);
        return new IpRange(
                new IpAddress(false, ip.high() & ~highHost, ip.low() & ~lowHost),
                new IpAddress(false, ip.high() | highHost, ip.low() | lowHost));
    }

    @Override
    public int compareTo(IpRange other) {
        return compare(first, other.first);
    }

    static int compare(IpAddress a, IpAddress b) {
        int family = Boolean.compare(a.v4(), b.v4());
        if (family != 0) {
            return family;
        }
        int high = Long.compareUnsigned(a.high(), b.high());
        return high != 0 ? high : Long.compareUnsigned(a.low(), b.low());
    }
}
