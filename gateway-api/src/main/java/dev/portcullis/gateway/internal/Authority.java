package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.IpAddress;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A host with perhaps a port (RFC 3986, section 3.2), or why it is none.
 *
 * @param host lower case; an IPv6 address in brackets and in its one form
 * @param port the port, or -1
 * @param refusal why it cannot be read, or {@code null}
 */
record Authority(String host, int port, @Nullable HeadRefusal refusal) {
    static final Authority NONE = new Authority("", -1, null);

    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LABEL = 63;

    /** Reads the characters from {@code from} up to {@code to}. */
    static Authority read(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == '@') {
                return refused(HeadRefusal.HOST_USERINFO);
            }
            if (text.charAt(i) >= 0x80) {
                return refused(HeadRefusal.HOST_NON_ASCII);
            }
        }
        boolean literal = from < to && text.charAt(from) == '[';
        int end = literal ? text.indexOf(']', from) + 1 : text.indexOf(':', from);
        if (literal && (end == 0 || end > to)) {
            return refused(HeadRefusal.HOST_INVALID);
        }
        if (end < 0 || end > to) {
            end = to;
        }
        int port = -1;
        if (end < to) {
            port = text.charAt(end) == ':' ? port(text, end + 1, to) : 0;
            if (port == 0) {
                return refused(literal && text.charAt(end) != ':' ? HeadRefusal.HOST_INVALID : HeadRefusal.HOST_PORT);
            }
        }
        String host = literal ? literal(text, from, end) : name(text, from, end);
        return host == null ? refused(HeadRefusal.HOST_INVALID) : new Authority(host, port, null);
    }

    /** The port, or that of the scheme. */
    int portOr(boolean https) {
        return port >= 0 ? port : https ? 443 : 80;
    }

    private static Authority refused(HeadRefusal refusal) {
        return new Authority("", -1, refusal);
    }

    private static int port(String text, int from, int to) {
        if (from == to || to - from > 5) {
            return 0;
        }
        int port = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return 0;
            }
            port = port * 10 + (c - '0');
        }
        return port > 65535 ? 0 : port;
    }

    private static @Nullable String literal(String text, int from, int to) {
        int colon = text.indexOf(':', from);
        InetAddress address = colon < 0 || colon >= to ? null : IpAddress.parseOrNull(text, from + 1, to - 1);
        return address == null ? null : '[' + IpAddress.text(address) + ']';
    }

    private static @Nullable String name(String text, int from, int to) {
        if (from == to || to - from > LONGEST_NAME) {
            return null;
        }
        boolean upper = false;
        int label = from;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!CharClass.isHost(c)) {
                return null;
            }
            if (c == '.') {
                if (i == label || i - label > LONGEST_LABEL) {
                    return null;
                }
                label = i + 1;
            }
            upper |= c >= 'A' && c <= 'Z';
        }
        if (label == to || to - label > LONGEST_LABEL) {
            return null; // a final dot names the same host in another spelling
        }
        if (isNumber(text, label, to) && IpAddress.parseOrNull(text, from, to) == null) {
            return null; // readers differ about 127.1, 0x7f.0.0.1 and 2130706433
        }
        String name = text.substring(from, to);
        return upper ? name.toLowerCase(Locale.ROOT) : name;
    }

    /** Whether some reader takes the last label for a number, and so the name for an address. */
    private static boolean isNumber(String text, int from, int to) {
        boolean hex = to - from >= 2 && text.charAt(from) == '0' && (text.charAt(from + 1) | 0x20) == 'x';
        for (int i = hex ? from + 2 : from; i < to; i++) {
            char c = text.charAt(i);
            if (hex ? CharClass.hex(c) < 0 : c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }
}
