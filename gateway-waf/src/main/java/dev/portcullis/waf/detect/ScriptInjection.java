package dev.portcullis.waf.detect;

import java.util.Arrays;

/**
 * Whether a value would bring script into a page: as text, as the value of an attribute in either quotes or in none, or as
 * an address.
 */
public final class ScriptInjection {
    /** How far a tag is followed that starts inside another one, or in a comment. */
    private static final int NESTED = 256;

    private final byte[] v;
    private final int from;
    private final int to;

    private ScriptInjection(byte[] v, int from, int to) {
        this.v = v;
        this.from = from;
        this.to = to;
    }

    /** Whether script is in {@code value[from, to)}. Linear in its length. */
    public static boolean isIn(byte[] value, int from, int to) {
        return new ScriptInjection(value, from, to).judge();
    }

    private boolean judge() {
        return text() || attributes() || address();
    }

    /** The value as text of a page. Each angle bracket may start a tag, whatever it stands in. */
    private boolean text() {
        int outer = from;
        for (int i = from; i < to; i++) {
            int after = opening(i);
            if (after > 0) {
                boolean nested = i < outer;
                int limit = nested ? Math.min(to, i + NESTED) : to;
                int end = markup(after, limit);
                if (end < 0) {
                    return true;
                }
                if (!nested) {
                    outer = end;
                }
            }
        }
        return false;
    }

    /** The index after an opening angle bracket at {@code i}, -1 if there is none. */
    private int opening(int i) {
        byte c = v[i];
        if (c == '<') {
            return i + 1;
        }
        if (c == (byte) 0xEF && i + 2 < to && v[i + 1] == (byte) 0xBC && v[i + 2] == (byte) 0x9C) {
            return i + 3;
        }
        // The same sign with its highest bit set, for a page of seven bits.
        return c == (byte) 0xBC && i + 1 < to && Bytes.lower(v[i + 1]) == 's' ? i + 1 : -1;
    }

    /** Reads what follows an opening angle bracket. Gives -1 for script, else where the markup ends. */
    private int markup(int start, int limit) {
        int i = start;
        while (i < limit && v[i] == 0) {
            i++;
        }
        if (i < limit && (v[i] == '!' || v[i] == '?')) {
            return isActiveMarkup(i, limit) ? -1 : i;
        }
        int name = i;
        while (i < limit && isNamePart(v[i])) {
            i++;
        }
        if (i == name || !Bytes.isLetter(v[name])) {
            return start;
        }
        return tag(name, i, limit);
    }

    private int tag(int name, int nameTo, int limit) {
        byte[] text = v;
        int first = name;
        int last = nameTo;
        if (hasNull(name, nameTo)) {
            text = withoutNulls(name, nameTo);
            first = 0;
            last = text.length;
        }
        // A comma belongs to the name, and no element has such a one: the parameters of a type in some code.
        boolean element = nameTo == limit || v[nameTo] != ',';
        if (element
                && (HtmlWords.isActive(text, first, last)
                        || HtmlWords.isStyle(text, first, last) && isStyleSheet(nameTo, limit))) {
            return -1;
        }
        boolean loading = element && HtmlWords.isLoading(text, first, last);
        Attributes attributes = new Attributes(v, nameTo, limit);
        while (attributes.next()) {
            if (loading && (attributes.hasValue || attributes.nameTo > attributes.nameFrom)
                    || isScript(attributes, false)) {
                return -1;
            }
        }
        return attributes.position();
    }

    /** Whether a style element has attributes, or content that does something, or is cut off. */
    private boolean isStyleSheet(int after, int limit) {
        int i = after;
        while (i < limit && v[i] != '>') {
            if (!Bytes.isBlank(v[i])) {
                return true;
            }
            i++;
        }
        i++;
        while (i < limit && v[i] != '<') {
            if (v[i] == '{' || v[i] == '@' || v[i] == '&' || v[i] == '\\') {
                return true;
            }
            i++;
        }
        return i >= limit;
    }

    private boolean isActiveMarkup(int at, int limit) {
        return isAt(at, limit, "!entity")
                || isAt(at, limit, "?import")
                || isAt(at, limit, "?xml-")
                || isAt(at, limit, "?xml:")
                || isAt(at, limit, "!--#")
                || isAt(at, limit, "!--[if")
                || isAt(at, limit, "![if");
    }

    private boolean isAt(int at, int limit, String text) {
        if (at + text.length() > limit) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (Bytes.lower(v[at + i]) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNamePart(byte c) {
        return Bytes.isLetter(c) || Bytes.isDigit(c) || c == ':' || c == '-' || c == '_' || c == '.' || c == 0;
    }

    private boolean hasNull(int start, int end) {
        for (int i = start; i < end; i++) {
            if (v[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private byte[] withoutNulls(int start, int end) {
        byte[] out = new byte[end - start];
        int length = 0;
        for (int i = start; i < end; i++) {
            if (v[i] != 0) {
                out[length++] = v[i];
            }
        }
        return Arrays.copyOf(out, length);
    }

    /** The value as an attribute's: in either quotes it must leave them, in none white space will do. */
    private boolean attributes() {
        int equals = from;
        while (equals < to && v[equals] != '=') {
            equals++;
        }
        if (equals == to) {
            return false;
        }
        for (byte quote : new byte[] {'"', '\'', '`'}) {
            int i = from;
            while (i < to && v[i] != quote) {
                i++;
            }
            if (i < to && hasScript(new Attributes(v, i + 1, to), false)) {
                return true;
            }
        }
        int i = from;
        while (i < to && !Bytes.isBlank(v[i]) && v[i] != '>') {
            i++;
        }
        return i < to && v[i] != '>' && hasScript(new Attributes(v, i, to), true);
    }

    private boolean hasScript(Attributes attributes, boolean prose) {
        while (attributes.next()) {
            if (isScript(attributes, prose)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether an attribute runs script.
     *
     * @param prose whether what was read may as well be no attribute at all
     */
    private boolean isScript(Attributes a, boolean prose) {
        if (!a.hasValue) {
            return false;
        }
        int name = a.nameFrom;
        int nameTo = a.nameTo;
        // Quotes that are left over from a value before stick to the name.
        while (name < nameTo && (v[name] == '"' || v[name] == '\'' || v[name] == '`' || v[name] == 0)) {
            name++;
        }
        int prefix = nameTo;
        while (prefix > name && v[prefix - 1] != ':') {
            prefix--;
        }
        if (HtmlWords.isBinding(v, name, nameTo)) {
            return !prose;
        }
        name = prefix;
        if (HtmlWords.isHandler(v, name, nameTo)) {
            return !prose || AttributeValue.isCode(v, a.valueFrom, a.valueTo);
        }
        if (HtmlWords.isLikeHandler(v, name, nameTo)) {
            return AttributeValue.isCode(v, a.valueFrom, a.valueTo);
        }
        if (nameTo - name == 5 && isAt(name, nameTo, "style")) {
            return AttributeValue.isScriptStyle(v, a.valueFrom, a.valueTo);
        }
        return AttributeValue.isScriptAddress(v, a.valueFrom, a.valueTo)
                || !prose && AttributeValue.hidesLetters(v, a.valueFrom, a.valueTo);
    }

    /** The value as an address: a scheme that runs script, and something to run. */
    private boolean address() {
        if (!AttributeValue.isScriptAddress(v, from, to)) {
            return false;
        }
        int colon = from;
        while (colon < to && v[colon] != ':' && v[colon] != '&') {
            colon++;
        }
        return colon + 1 < to && !Bytes.isBlank(v[colon + 1]) && AttributeValue.isCode(v, colon + 1, to);
    }
}
