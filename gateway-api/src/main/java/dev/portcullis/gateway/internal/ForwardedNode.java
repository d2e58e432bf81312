package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.IpAddress;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * One hop as a proxy names it (RFC 7239, section 6): an address, perhaps with a port, or something that hides it.
 *
 * @param address the address, or {@code null} where it is hidden or cannot be read
 * @param isMalformed whether it cannot be read
 */
record ForwardedNode(@Nullable InetAddress address, boolean isMalformed) {
    /** A hop that its proxy does not name. */
    static final ForwardedNode HIDDEN = new ForwardedNode(null, false);

    private static final ForwardedNode MALFORMED = new ForwardedNode(null, true);

    /**
     * Reads a node.
     *
     * @param bare whether an IPv6 address may stand without brackets, as in X-Forwarded-For
     */
    static ForwardedNode read(String text, boolean bare) {
        int end = text.length();
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            if (close < 0 || !isPort(text, close + 1, end) || text.lastIndexOf(':', close) < 0) {
                return MALFORMED;
            }
            return of(IpAddress.parseOrNull(text, 1, close));
        }
        int colon = text.indexOf(':');
        if (colon >= 0 && text.indexOf(':', colon + 1) >= 0) {
            return bare ? of(IpAddress.parseOrNull(text, 0, end)) : MALFORMED;
        }
        int nameEnd = colon < 0 ? end : colon;
        if (!isPort(text, nameEnd, end)) {
            return MALFORMED;
        }
        if (FieldValues.is(text, 0, nameEnd, "unknown") || isObfuscated(text, 0, nameEnd)) {
            return HIDDEN;
        }
        return of(IpAddress.parseOrNull(text, 0, nameEnd));
    }

    private static ForwardedNode of(@Nullable InetAddress address) {
        return address == null ? MALFORMED : new ForwardedNode(address, false);
    }

    /** Whether nothing stands there, or a colon and a port, which may be obfuscated too. */
    private static boolean isPort(String text, int from, int to) {
        if (from == to) {
            return true;
        }
        if (text.charAt(from) != ':') {
            return false;
        }
        if (isObfuscated(text, from + 1, to)) {
            return true;
        }
        for (int i = from + 1; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return to - from > 1 && to - from <= 6;
    }

    private static boolean isObfuscated(String text, int from, int to) {
        if (to - from < 2 || text.charAt(from) != '_') {
            return false;
        }
        for (int i = from + 1; i < to; i++) {
            char c = text.charAt(i);
            if (c == '~' || !CharClass.isUnreserved(c)) {
                return false;
            }
        }
        return true;
    }
}
