package dev.portcullis.gateway.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.Headers;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The media type of a body (RFC 9110, section 8.3.1) and the charset of its text. */
final class ContentType {
    private static final ContentType ABSENT = new ContentType("", null, false);

    private final String type;
    private final @Nullable Charset charset;
    private final boolean unknownCharset;

    private ContentType(String type, @Nullable Charset charset, boolean unknownCharset) {
        this.type = type;
        this.charset = charset;
        this.unknownCharset = unknownCharset;
    }

    /** Reads the field; {@code null} where two readers could read it in two ways. */
    static @Nullable ContentType of(Headers headers) {
        int at = headers.indexOf("Content-Type", 0);
        if (at < 0) {
            return ABSENT;
        }
        if (headers.indexOf("Content-Type", at + 1) >= 0) {
            return null;
        }
        String value = headers.value(at);
        int semicolon = value.indexOf(';');
        String type =
                (semicolon < 0 ? value : value.substring(0, semicolon)).trim().toLowerCase(Locale.ROOT);
        if (type.indexOf(',') >= 0) {
            return null;
        }
        String name = null;
        Parameters parameters = new Parameters(value, semicolon < 0 ? value.length() : semicolon);
        while (parameters.next()) {
            if (parameters.name.equalsIgnoreCase("charset")) {
                if (name != null) {
                    return null;
                }
                name = parameters.value;
            }
        }
        if (parameters.malformed) {
            return null;
        }
        if (name == null) {
            return new ContentType(type, null, false);
        }
        try {
            return new ContentType(type, Charset.forName(name), false);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return new ContentType(type, null, true);
        }
    }

    /** Whether the declared charset, if any, is one that inspectors read, or one that the route admits. */
    boolean hasReadableCharset(Set<Charset> admitted) {
        return !unknownCharset && (charset == null || isPlain(charset) || admitted.contains(charset));
    }

    /** The charset that the content has to be decoded from for its inspection, or {@code null}. */
    @Nullable
    Charset charsetToDecode() {
        return charset == null || isPlain(charset) ? null : charset;
    }

    /**
     * Whether the first bytes make a reader take another charset than the declared one: byte order marks (RFC 9110 leaves
     * them to the type), the zero bytes by which JSON readers find out UTF-16 and UTF-32, the declaration of XML (Appendix F).
     */
    boolean hidesCharset(Body body) {
        if (charset != null && !isPlain(charset)) {
            return false;
        }
        int first = at(body, 0);
        int second = at(body, 1);
        boolean marked = (first == 0xFE && second == 0xFF) || (first == 0xFF && second == 0xFE);
        boolean xml = type.endsWith("/xml") || type.endsWith("+xml");
        boolean json = type.endsWith("/json") || type.endsWith("+json") || type.contains("json");
        if (xml || json) {
            boolean zero = first == 0 || second == 0 || at(body, 2) == 0 || at(body, 3) == 0;
            return marked || zero || (xml && (isEbcdic(body) || XmlDeclaration.namesOtherCharset(body)));
        }
        boolean text = type.isEmpty() || type.startsWith("text/") || type.equals("application/x-www-form-urlencoded");
        return text && marked;
    }

    /** "&lt;?xm" in EBCDIC. */
    private static boolean isEbcdic(Body body) {
        return at(body, 0) == 0x4C && at(body, 1) == 0x6F && at(body, 2) == 0xA7 && at(body, 3) == 0x94;
    }

    private static int at(Body body, int index) {
        return index < body.length() ? body.at(index) & 0xFF : -1;
    }

    static boolean isPlain(Charset charset) {
        return charset.equals(UTF_8) || charset.equals(US_ASCII) || charset.equals(ISO_8859_1);
    }

    /** Steps through the parameters of a field value (RFC 9110, section 5.6.6). */
    private static final class Parameters {
        private final String text;
        private int at;
        boolean malformed;
        String name = "";
        String value = "";

        Parameters(String text, int at) {
            this.text = text;
            this.at = at;
        }

        boolean next() {
            while (true) {
                skipBlanks();
                if (at >= text.length()) {
                    return false;
                }
                if (text.charAt(at) != ';') {
                    malformed = true;
                    return false;
                }
                at++;
                skipBlanks();
                if (at < text.length() && text.charAt(at) != ';') {
                    return parameter();
                }
            }
        }

        private boolean parameter() {
            int equals = text.indexOf('=', at);
            if (equals < 0 || !CharClass.isToken(text.substring(at, equals))) {
                malformed = true;
                return false;
            }
            name = text.substring(at, equals);
            at = equals + 1;
            if (at < text.length() && text.charAt(at) == '"') {
                return quoted();
            }
            int start = at;
            while (at < text.length() && text.charAt(at) != ';' && text.charAt(at) != ' ' && text.charAt(at) != '\t') {
                at++;
            }
            value = text.substring(start, at);
            malformed = !CharClass.isToken(value);
            return !malformed;
        }

        private boolean quoted() {
            StringBuilder unquoted = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    value = unquoted.toString();
                    return true;
                }
                if (c == '\\' && ++at == text.length()) {
                    break;
                }
                unquoted.append(text.charAt(at));
            }
            malformed = true;
            return false;
        }

        private void skipBlanks() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }
    }
}
