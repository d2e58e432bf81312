package dev.portcullis.gateway;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * IP address literals, read and written without ever asking a name server.
 *
 * <p>IPv4 is four decimal numbers without leading zeros, which other software reads as octal. IPv6 follows RFC 4291, section
 * 2.2, without a zone. An IPv4-mapped IPv6 address ({@code ::ffff:10.0.0.1}) is the IPv4 address.
 */
public final class IpAddress {
    private static final int GROUPS = 8;

    private IpAddress() {}

    /**
     * The address that the literal names.
     *
     * @throws IllegalArgumentException if the text is no literal; a host name is none
     */
    public static InetAddress parse(String text) {
        InetAddress address = parseOrNull(text, 0, text.length());
        if (address == null) {
            throw new IllegalArgumentException(
                    "an IPv4 or IPv6 address expected, without brackets, port or zone; got \"" + text + "\"");
        }
        return address;
    }

    /** The address that the characters from {@code from} up to {@code to} name, or {@code null} if they are no literal. */
    public static @Nullable InetAddress parseOrNull(String text, int from, int to) {
        if (to - from < 2 || to - from > 45) {
            return null;
        }
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == ':') {
                return parseV6(text, from, to);
            }
        }
        byte[] four = new byte[4];
        return parseV4(text, from, to, four, 0) ? ofBytes(four) : null;
    }

    /**
     * The address in the one form that RFC 5952 recommends: lower case, no leading zeros, the longest run of zero groups
     * left out. Neither a host name nor a zone is part of it.
     */
    public static String text(InetAddress address) {
        byte[] bytes = address.getAddress();
        return text(Cidr.high(bytes), Cidr.low(bytes));
    }

    static String text(long high, long low) {
        return Cidr.isV4(high, low) ? textV4(low) : textV6(high, low);
    }

    private static String textV4(long low) {
        return (low >> 24 & 0xFF) + "." + (low >> 16 & 0xFF) + '.' + (low >> 8 & 0xFF) + '.' + (low & 0xFF);
    }

    private static InetAddress ofBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes); // makes an IPv4-mapped address the IPv4 address
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are always an address", e);
        }
    }

    private static boolean parseV4(String text, int from, int to, byte[] into, int offset) {
        int i = from;
        for (int part = 0; part < 4; part++) {
            if (part > 0 && (i >= to || text.charAt(i++) != '.')) {
                return false;
            }
            int start = i;
            int value = 0;
            while (i < to && i - start < 4 && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                value = value * 10 + (text.charAt(i++) - '0');
            }
            int digits = i - start;
            if (digits == 0 || value > 255 || (digits > 1 && text.charAt(start) == '0')) {
                return false;
            }
            into[offset + part] = (byte) value;
        }
        return i == to;
    }

    private static @Nullable InetAddress parseV6(String text, int from, int to) {
        byte[] bytes = new byte[16];
        int group = 0;
        int gap = -1;
        int i = from;
        if (text.charAt(i) == ':') {
            if (i + 1 >= to || text.charAt(i + 1) != ':') {
                return null;
            }
            gap = 0;
            i += 2;
        }
        while (i < to) {
            if (group == GROUPS) {
                return null;
            }
            int start = i;
            int value = 0;
            while (i < to && i - start < 5 && Character.digit(text.charAt(i), 16) >= 0 && text.charAt(i) < 0x80) {
                value = value << 4 | Character.digit(text.charAt(i++), 16);
            }
            if (i < to && text.charAt(i) == '.') {
                if (group > GROUPS - 2 || !parseV4(text, start, to, bytes, group * 2)) {
                    return null;
                }
                group += 2;
                i = to;
                break;
            }
            int digits = i - start;
            if (digits == 0 || digits > 4) {
                return null;
            }
            bytes[group * 2] = (byte) (value >> 8);
            bytes[group * 2 + 1] = (byte) value;
            group++;
            if (i == to) {
                break;
            }
            if (text.charAt(i) != ':' || i + 1 == to) {
                return null;
            }
            i++;
            if (text.charAt(i) == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = group;
                i++;
            }
        }
        if (gap < 0) {
            return group == GROUPS ? ofBytes(bytes) : null;
        }
        if (group == GROUPS) {
            return null; // "::" stands for at least one group
        }
        int tail = (group - gap) * 2;
        byte[] whole = new byte[16];
        System.arraycopy(bytes, 0, whole, 0, gap * 2);
        System.arraycopy(bytes, gap * 2, whole, 16 - tail, tail);
        return ofBytes(whole);
    }

    private static String textV6(long high, long low) {
        int runStart = -1;
        int runLength = 1; // a single zero group is written out
        for (int i = 0; i < GROUPS; i++) {
            int length = 0;
            while (i + length < GROUPS && group(high, low, i + length) == 0) {
                length++;
            }
            if (length > runLength) {
                runStart = i;
                runLength = length;
            }
            i += length;
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == runStart) {
                text.append("::");
                i += runLength - 1;
                continue;
            }
            if (i > 0 && i != runStart + runLength) {
                text.append(':');
            }
            text.append(Integer.toHexString(group(high, low, i)));
        }
        return text.toString();
    }

    private static int group(long high, long low, int index) {
        return (int) ((index < 4 ? high : low) >>> (48 - 16 * (index & 3))) & 0xFFFF;
    }
}
