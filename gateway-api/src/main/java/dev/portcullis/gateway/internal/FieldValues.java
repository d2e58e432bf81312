package dev.portcullis.gateway.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** What field values may hold, judged in place. */
final class FieldValues {
    private static final int LONG = 128;
    private static final long LANES = 0x0101010101010101L;
    private static final long TOPS = LANES << 7;
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private FieldValues() {}

    /** Why the value of any field cannot be accepted (RFC 9110, section 5.5), or {@code null}. */
    static @Nullable HeadRefusal refusal(String value) {
        int length = value.length();
        for (int i = length < LONG ? 0 : visible(value); i < length; i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c < 0x7F) {
                continue;
            }
            if (c > 0xFF) {
                return HeadRefusal.HEADER_CHARACTER; // cut to one byte, it could be any, a line feed included
            }
            if (c < 0x80 && c != '\t') {
                return isFold(value, i) ? HeadRefusal.HEADER_FOLDED : HeadRefusal.HEADER_CONTROL;
            }
        }
        return null;
    }

    /**
     * How many characters from the first on are surely visible ASCII, by words of eight: for tokens of a thousand characters.
     * A character beyond ISO-8859-1 becomes a question mark in the copy, so a word that has one is not sure.
     */
    private static int visible(String value) {
        byte[] bytes = value.getBytes(ISO_8859_1);
        int end = bytes.length - 7;
        for (int i = 0; i < end; i += 8) {
            long word = (long) WORD.get(bytes, i);
            long doubtful = word // beyond ASCII
                    | word - ' ' * LANES // below a space; a borrow makes more doubtful, never less
                    | word + LANES // DEL
                    | zeros(word ^ '?' * LANES);
            if ((doubtful & TOPS) != 0) {
                return i;
            }
        }
        return Math.max(end, 0);
    }

    /** The highest bit of each byte that is zero, and perhaps of some above one. */
    private static long zeros(long word) {
        return word - LANES & ~word;
    }

    private static boolean isFold(String value, int at) {
        int i = at;
        if (value.charAt(i) == '\r') {
            i++;
        }
        return i + 1 < value.length()
                && value.charAt(i) == '\n'
                && (value.charAt(i + 1) == ' ' || value.charAt(i + 1) == '\t');
    }

    /** Whether a Connection field names nothing but options and fields that never reach the handler of a message. */
    static boolean namesHopByHopOnly(String value) {
        int from = 0;
        while (from <= value.length()) {
            int comma = value.indexOf(',', from);
            int to = comma < 0 ? value.length() : comma;
            int first = skipSpace(value, from, to);
            int end = trimSpace(value, first, to);
            if (first < end && !isHopByHop(value, first, end)) {
                return false;
            }
            from = to + 1;
        }
        return true;
    }

    private static boolean isHopByHop(String value, int from, int to) {
        return switch (to - from) {
            case 2 -> is(value, from, to, "TE");
            case 5 -> is(value, from, to, "close");
            case 7 -> is(value, from, to, "Upgrade") || is(value, from, to, "Trailer");
            case 10 -> is(value, from, to, "keep-alive");
            case 14 -> is(value, from, to, "HTTP2-Settings");
            case 16 -> is(value, from, to, "Proxy-Connection");
            default -> false;
        };
    }

    /**
     * Why a Cookie field cannot be accepted, or {@code null}. Cookies are lenient (RFC 6265, section 5.4); but a
     * {@code $Version} switches some readers to RFC 2109, where a quoted value swallows the cookies behind it.
     */
    static @Nullable HeadRefusal cookieRefusal(String value) {
        int dollar = value.indexOf('$');
        while (dollar >= 0) {
            int before = dollar;
            while (before > 0 && (value.charAt(before - 1) == ' ' || value.charAt(before - 1) == '\t')) {
                before--;
            }
            boolean beginsPair = before == 0 || value.charAt(before - 1) == ';' || value.charAt(before - 1) == ',';
            if (beginsPair && value.regionMatches(true, dollar, "$Version", 0, 8)) {
                return HeadRefusal.COOKIE_LEGACY;
            }
            dollar = value.indexOf('$', dollar + 1);
        }
        return null;
    }

    static int skipSpace(String text, int from, int to) {
        int i = from;
        while (i < to && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
            i++;
        }
        return i;
    }

    static int trimSpace(String text, int from, int to) {
        int i = to;
        while (i > from && (text.charAt(i - 1) == ' ' || text.charAt(i - 1) == '\t')) {
            i--;
        }
        return i;
    }

    static boolean is(String text, int from, int to, String expected) {
        return to - from == expected.length() && text.regionMatches(true, from, expected, 0, expected.length());
    }
}
