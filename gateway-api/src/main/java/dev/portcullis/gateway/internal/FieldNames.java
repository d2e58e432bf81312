package dev.portcullis.gateway.internal;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The names that nearly all fields have, in the two spellings that nearly all senders use. Such a name is told by one look
 * into a table and is a token for sure; any other has to be read.
 */
final class FieldNames {
    private static final int SLOTS = 512; // some five times the names: nearly each has its own

    private static final String[] ORDINARY = {
        "Accept",
        "Accept-Charset",
        "Accept-Encoding",
        "Accept-Language",
        "Authorization",
        "Cache-Control",
        "Content-Encoding",
        "Content-Language",
        "Content-Type",
        "Date",
        "DNT",
        "Expect",
        "Forwarded",
        "From",
        "If-Match",
        "If-Modified-Since",
        "If-None-Match",
        "If-Range",
        "If-Unmodified-Since",
        "Max-Forwards",
        "Origin",
        "Pragma",
        "Priority",
        "Range",
        "Referer",
        "Sec-CH-UA",
        "Sec-CH-UA-Mobile",
        "Sec-CH-UA-Platform",
        "Sec-Fetch-Dest",
        "Sec-Fetch-Mode",
        "Sec-Fetch-Site",
        "Sec-Fetch-User",
        "Traceparent",
        "Tracestate",
        "Trailer",
        "Upgrade-Insecure-Requests",
        "User-Agent",
        "Via",
        "X-Api-Key",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Request-ID",
        "X-Requested-With"
    };

    private static final String[] NAMES = new String[SLOTS];
    private static final FieldKind[] KINDS = new FieldKind[SLOTS];

    static {
        enter("Host", FieldKind.HOST);
        enter("Content-Length", FieldKind.CONTENT_LENGTH);
        enter("Transfer-Encoding", FieldKind.TRANSFER_ENCODING);
        enter("TE", FieldKind.TE);
        enter("Cookie", FieldKind.COOKIE);
        enter("Connection", FieldKind.CONNECTION);
        enter("Upgrade", FieldKind.UPGRADE);
        enter("Keep-Alive", FieldKind.KEEP_ALIVE);
        enter("Proxy-Connection", FieldKind.PROXY_CONNECTION);
        for (String name : ORDINARY) {
            enter(name, FieldKind.ORDINARY);
        }
    }

    private FieldNames() {}

    /** The kind of a name in a usual spelling; {@code null} says nothing about it, not even whether it is a token. */
    static @Nullable FieldKind usual(String name) {
        if (name.isEmpty()) {
            return null;
        }
        for (int slot = slot(name); NAMES[slot] != null; slot = next(slot)) {
            if (name.equals(NAMES[slot])) {
                return KINDS[slot];
            }
        }
        return null;
    }

    /** The kind of any name, compared without case. */
    static FieldKind any(String name) {
        return switch (name.length()) {
            case 2 -> either(name, "TE", FieldKind.TE);
            case 4 -> either(name, "Host", FieldKind.HOST);
            case 6 -> either(name, "Cookie", FieldKind.COOKIE);
            case 7 -> either(name, "Upgrade", FieldKind.UPGRADE);
            case 10 ->
                name.equalsIgnoreCase("Connection")
                        ? FieldKind.CONNECTION
                        : either(name, "Keep-Alive", FieldKind.KEEP_ALIVE);
            case 14 -> either(name, "Content-Length", FieldKind.CONTENT_LENGTH);
            case 16 -> either(name, "Proxy-Connection", FieldKind.PROXY_CONNECTION);
            case 17 -> either(name, "Transfer-Encoding", FieldKind.TRANSFER_ENCODING);
            default -> FieldKind.ORDINARY;
        };
    }

    private static FieldKind either(String name, String expected, FieldKind kind) {
        return name.equalsIgnoreCase(expected) ? kind : FieldKind.ORDINARY;
    }

    private static void enter(String name, FieldKind kind) {
        enterAs(name, kind);
        enterAs(name.toLowerCase(Locale.ROOT), kind); // as HTTP/2 has it
    }

    private static void enterAs(String name, FieldKind kind) {
        int slot = slot(name);
        while (NAMES[slot] != null) {
            slot = next(slot);
        }
        NAMES[slot] = name;
        KINDS[slot] = kind;
    }

    /** Where a name is looked for first; the factors were found by trying, and leave two of the names a second place. */
    private static int slot(String name) {
        int length = name.length();
        int mixed = 13 * length + 53 * name.charAt(0) + name.charAt(length - 1) + name.charAt(length / 2);
        return mixed & (SLOTS - 1);
    }

    private static int next(int slot) {
        return (slot + 1) & (SLOTS - 1);
    }
}
