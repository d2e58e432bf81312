package dev.portcullis.waf.body;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of an XML document: its byte order mark, else what its first bytes must mean, else its declaration, else
 * UTF-8 (XML 1.0, appendix F).
 */
final class XmlEncoding {
    /** A declaration that is longer has something else in mind. */
    private static final int DECLARATION = 256;

    private final Charset charset;
    private final int mark;
    private @Nullable String problem;

    private XmlEncoding(Charset charset, int mark, @Nullable String problem) {
        this.charset = charset;
        this.mark = mark;
        this.problem = problem;
    }

    static XmlEncoding of(byte[] body, int from, int to) {
        int first = four(body, from, to);
        if (first >>> 8 == 0xEFBBBF) {
            return new XmlEncoding(StandardCharsets.UTF_8, 3, null);
        }
        if (first == 0x0000FEFF || first == 0x0000003C) {
            return new XmlEncoding(Charset.forName("UTF-32BE"), first == 0x3C ? 0 : 4, null);
        }
        if (first == 0xFFFE0000 || first == 0x3C000000) {
            return new XmlEncoding(Charset.forName("UTF-32LE"), first == 0x3C000000 ? 0 : 4, null);
        }
        if (first >>> 16 == 0xFEFF || first >>> 16 == 0x003C) {
            return new XmlEncoding(StandardCharsets.UTF_16BE, first >>> 16 == 0xFEFF ? 2 : 0, null);
        }
        if (first >>> 16 == 0xFFFE || first >>> 16 == 0x3C00) {
            return new XmlEncoding(StandardCharsets.UTF_16LE, first >>> 16 == 0xFFFE ? 2 : 0, null);
        }
        boolean ebcdic = first == 0x4C6FA794 && Charset.isSupported("IBM037");
        Charset guess = ebcdic ? Charset.forName("IBM037") : StandardCharsets.ISO_8859_1;
        String name = declared(new String(body, from, Math.min(DECLARATION, to - from), guess));
        return name == null ? new XmlEncoding(StandardCharsets.UTF_8, 0, null) : named(name, ebcdic);
    }

    private static XmlEncoding named(String name, boolean ebcdic) {
        try {
            Charset charset = Charset.forName(name);
            // What could be read in order to find the name must be readable by that name.
            byte[] sign = "<?xml".getBytes(charset);
            boolean fits = sign.length == 5 && (sign[0] == (ebcdic ? 0x4C : '<'));
            return fits
                    ? new XmlEncoding(charset, 0, null)
                    : new XmlEncoding(StandardCharsets.UTF_8, 0, "an encoding that is not the declared one");
        } catch (IllegalCharsetNameException | UnsupportedCharsetException | UnsupportedOperationException e) {
            return new XmlEncoding(StandardCharsets.UTF_8, 0, "an unknown encoding");
        }
    }

    /** The encoding that an XML declaration at the start names. */
    private static @Nullable String declared(String start) {
        int end = start.indexOf("?>");
        int name = start.indexOf("encoding");
        if (!start.startsWith("<?xml") || name < 0 || end < name) {
            return null;
        }
        int i = name + "encoding".length();
        while (i < end && (start.charAt(i) == '=' || Character.isWhitespace(start.charAt(i)))) {
            i++;
        }
        int close = i < end ? start.indexOf(start.charAt(i), i + 1) : -1;
        return close < 0 || close > end ? null : start.substring(i + 1, close).toUpperCase(Locale.ROOT);
    }

    private static int four(byte[] body, int from, int to) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            // Where there is nothing there is no sign of UTF-16 either.
            value = value << 8 | (from + i < to ? body[from + i] & 0xFF : 0x20);
        }
        return value;
    }

    /** The document as characters; bytes that mean none are replaced, and are a problem unless the document is cut off. */
    CharBuffer decode(byte[] body, int from, int to, boolean partial) {
        int start = Math.min(to, from + mark);
        if (!partial && problem == null) {
            try {
                return charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(body, start, to - start));
            } catch (CharacterCodingException e) {
                problem = "bytes that are not of the encoding";
            }
        }
        return charset.decode(ByteBuffer.wrap(body, start, to - start));
    }

    /** What is wrong with the encoding, null if nothing is. */
    @Nullable
    String problem() {
        return problem;
    }
}
