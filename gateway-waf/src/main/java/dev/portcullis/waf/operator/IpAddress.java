package dev.portcullis.waf.operator;

import org.jspecify.annotations.Nullable;

/**
 * An address of IPv4 or IPv6 as a number of 128 bits. An IPv4-mapped IPv6 address is the IPv4 address: both name the same
 * host.
 *
 * @param v4 whether it is an IPv4 address, which is then the low 32 bits
 */
record IpAddress(boolean v4, long high, long low) {
    private static final long MAPPED = 0xFFFFL << 32;

    /** Reads an address as {@code inet_pton} does; null if it is none. */
    static @Nullable IpAddress parse(byte[] text, int from, int to) {
        int colon = from;
        while (colon < to && text[colon] != ':') {
            colon++;
        }
        if (colon == to) {
            long v4 = parseV4(text, from, to);
            return v4 < 0 ? null : new IpAddress(true, 0, v4);
        }
        return parseV6(text, from, to);
    }

    private static long parseV4(byte[] text, int from, int to) {
        long value = 0;
        int i = from;
        for (int octet = 0; octet < 4; octet++) {
            if (octet > 0 && (i >= to || text[i++] != '.')) {
                return -1;
            }
            int start = i;
            int number = 0;
            while (i < to && i < start + 3 && Ascii.isDigit(text[i])) {
                number = number * 10 + text[i++] - '0';
            }
            if (i == start || number > 255 || i - start > 1 && text[start] == '0') {
                return -1;
            }
            value = value << 8 | number;
        }
        return i == to ? value : -1;
    }

    private static @Nullable IpAddress parseV6(byte[] text, int from, int to) {
        int[] groups = new int[8];
        int count = 0;
        int gap = -1;
        int i = from;
        if (i + 1 < to && text[i] == ':' && text[i + 1] == ':') {
            gap = 0;
            i += 2;
        }
        while (i < to) {
            int start = i;
            int number = 0;
            while (i < to && i < start + 4 && Ascii.isHexDigit(text[i])) {
                number = number << 4 | Character.digit(text[i++], 16);
            }
            if (i < to && text[i] == '.') {
                long v4 = parseV4(text, start, to);
                if (v4 < 0 || count > 6) {
                    return null;
                }
                groups[count++] = (int) (v4 >> 16);
                groups[count++] = (int) v4 & 0xFFFF;
                i = to;
                break;
            }
            if (i == start || count == 8) {
                return null;
            }
            groups[count++] = number;
            if (i == to) {
                break;
            }
            if (text[i++] != ':' || i == to) {
                return null;
            }
            if (text[i] == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = count;
                i++;
            }
        }
        if (gap < 0 ? count != 8 : count == 8) {
            return null;
        }
        return ofGroups(groups, count, gap < 0 ? count : gap);
    }

    private static IpAddress ofGroups(int[] groups, int count, int gap) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 8; i++) {
            int group = i < gap ? groups[i] : i < 8 - (count - gap) ? 0 : groups[i - (8 - count)];
            if (i < 4) {
                high = high << 16 | group;
            } else {
                low = low << 16 | group;
            }
        }
        boolean mapped = high == 0 && (low & ~0xFFFFFFFFL) == MAPPED;
        return mapped ? new IpAddress(true, 0, low & 0xFFFFFFFFL) : new IpAddress(false, high, low);
    }
}
