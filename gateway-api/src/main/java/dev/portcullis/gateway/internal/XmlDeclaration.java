package dev.portcullis.gateway.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.portcullis.gateway.Body;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;

/** The declaration that an XML document may begin with (XML 1.0, section 2.8), which can name a charset. */
final class XmlDeclaration {
    private static final int LONGEST = 256;
    private static final int MARK = 3;

    private XmlDeclaration() {}

    /** Whether there is a declaration that names a charset which inspectors do not read. */
    static boolean namesOtherCharset(Body body) {
        int length = Math.min(body.length(), LONGEST);
        byte[] start = new byte[length];
        body.buffer().get(start);
        String text = new String(start, ISO_8859_1);
        int from = text.startsWith("\u00EF\u00BB\u00BF") ? MARK : 0;
        if (!text.startsWith("<?xml", from)) {
            return false;
        }
        int end = text.indexOf("?>", from);
        if (end < 0) {
            return true; // no declaration is that long
        }
        int name = text.indexOf("encoding", from);
        if (name < 0 || name > end) {
            return false;
        }
        int open = name + "encoding".length();
        while (open < end && text.charAt(open) != '"' && text.charAt(open) != '\'') {
            open++;
        }
        int close = open < end ? text.indexOf(text.charAt(open), open + 1) : -1;
        if (close < 0 || close > end) {
            return true;
        }
        try {
            return !ContentType.isPlain(Charset.forName(text.substring(open + 1, close)));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return true;
        }
    }
}
