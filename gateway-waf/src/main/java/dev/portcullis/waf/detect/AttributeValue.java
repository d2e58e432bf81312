package dev.portcullis.waf.detect;

import dev.portcullis.waf.transform.Transformation;
import dev.portcullis.waf.transform.Transformations;
import dev.portcullis.waf.transform.UnicodeMap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What the value of an attribute would do in a browser. */
final class AttributeValue {
    private static final Transformation ENTITIES =
            Transformations.named("htmlEntityDecode", UnicodeMap.NONE).orElseThrow();
    private static final Transformation STYLE_ESCAPES =
            Transformations.named("cssDecode", UnicodeMap.NONE).orElseThrow();
    private static final Transformation COMMENTS =
            Transformations.named("removeComments", UnicodeMap.NONE).orElseThrow();

    private static final byte[][] SCHEMES = marks("javascript:", "vbscript:", "livescript:", "mocha:", "jscript:");
    private static final byte[][] OUTER = marks("feed:", "view-source:", "jar:", "url=", "0;url=");
    private static final byte[][] DOCUMENTS = marks(
            "data:text/html",
            "data:text/xml",
            "data:image/svg",
            "data:application/x",
            "data:text/xsl",
            "data:;",
            "data:,");
    private static final byte[][] STYLES = marks(
            "expression(",
            "javascript:",
            "vbscript:",
            "behavior:",
            "behaviour:",
            "-moz-binding",
            "@import",
            "url(data:",
            "binding:");

    private AttributeValue() {}

    private static byte[][] marks(String... texts) {
        byte[][] marks = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            marks[i] = texts[i].getBytes(StandardCharsets.US_ASCII);
        }
        return marks;
    }

    /** Whether it is an address that runs script or holds a document that may. */
    static boolean isScriptAddress(byte[] v, int from, int to) {
        if (!mayBeAddress(v, from, to)) {
            return false;
        }
        byte[] text = squeezed(v, from, to);
        int start = 0;
        // Some handlers hand on what follows them.
        for (byte[] outer : OUTER) {
            start = startsWith(text, start, outer) ? start + outer.length : start;
        }
        for (byte[] scheme : SCHEMES) {
            if (startsWith(text, start, scheme)) {
                return true;
            }
        }
        for (byte[] document : DOCUMENTS) {
            if (startsWith(text, start, document)) {
                return true;
            }
        }
        return false;
    }

    /** A first look: whether it starts as one of those schemes, or with a reference, and has a colon or a reference. */
    private static boolean mayBeAddress(byte[] v, int from, int to) {
        int i = from;
        while (i < to && (Bytes.isBlank(v[i]) || v[i] < 0)) {
            i++;
        }
        if (i == to || "jvlmdfu0&".indexOf(Bytes.lower(v[i])) < 0) {
            return false;
        }
        while (i < to && v[i] != ':' && v[i] != '&') {
            i++;
        }
        return i < to;
    }

    /** Whether it is a style that runs or binds script. */
    static boolean isScriptStyle(byte[] v, int from, int to) {
        for (int i = from; i < to; i++) {
            byte c = v[i];
            // Nobody writes these into an attribute but to mislead a reader.
            if (c == '\\' || c == '[' || c == '{' || c == '}' || c == '/' && i + 1 < to && v[i + 1] == '*') {
                return true;
            }
        }
        byte[] text = squeezed(v, from, to);
        if (hasQuoteInAddress(text)) {
            return true;
        }
        text = apply(STYLE_ESCAPES, text);
        text = apply(COMMENTS, text);
        for (byte[] mark : STYLES) {
            for (int i = 0; i + mark.length <= text.length; i++) {
                if (startsWith(text, i, mark)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether letters are hidden in numeric references, which only an address that must not be seen needs. */
    static boolean hidesLetters(byte[] v, int from, int to) {
        for (int i = from; i + 3 < to; i++) {
            if (v[i] == '&' && v[i + 1] == '#') {
                boolean hex = (v[i + 2] | 0x20) == 'x';
                int value = 0;
                int digits = i + (hex ? 3 : 2);
                int end = digits;
                while (end < to && end < digits + 9 && (hex ? Bytes.isHexDigit(v[end]) : Bytes.isDigit(v[end]))) {
                    value = value * (hex ? 16 : 10) + Character.digit(v[end++], 16);
                }
                if (value < 128 && Bytes.isLetter((byte) value)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hasQuoteInAddress(byte[] text) {
        boolean address = false;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '(' && i >= 3 && Bytes.lower(text[i - 1]) == 'l' && Bytes.lower(text[i - 3]) == 'u') {
                address = true;
            } else if (text[i] == ')') {
                address = false;
            } else if (address && (text[i] == ';' || text[i] == '"')) {
                return true;
            }
        }
        return false;
    }

    /** Whether it looks like code: a call, a template, an assignment or an escape of one. */
    static boolean isCode(byte[] v, int from, int to) {
        for (int i = from; i < to; i++) {
            byte c = v[i];
            if (c == '(' || c == '`' || c == '=' || c == '&' || c == '{' || c == '\\') {
                return true;
            }
        }
        return isScriptAddress(v, from, to);
    }

    private static boolean startsWith(byte[] text, int at, byte[] mark) {
        if (at + mark.length > text.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if (Bytes.lower(text[at + i]) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /** The value with its references decoded and without any control byte or white space. */
    private static byte[] squeezed(byte[] v, int from, int to) {
        byte[] text = new byte[to - from];
        System.arraycopy(v, from, text, 0, to - from);
        text = apply(ENTITIES, text);
        byte[] out = new byte[text.length];
        int end = 0;
        for (byte c : text) {
            if (!Bytes.isBlank(c)) {
                out[end++] = c;
            }
        }
        return end == out.length ? out : Arrays.copyOf(out, end);
    }

    private static byte[] apply(Transformation transformation, byte[] text) {
        byte[] out = new byte[transformation.bound(text.length)];
        int end = transformation.apply(text, 0, text.length, out, 0);
        return end == Transformation.UNCHANGED ? text : Arrays.copyOf(out, end);
    }
}
