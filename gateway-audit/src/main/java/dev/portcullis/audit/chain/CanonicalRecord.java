package dev.portcullis.audit.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes the members of one record and writes them at once in the form of RFC 8785, in UTF-8. Members have to come in
 * canonical order, by the UTF-16 code units of their names; one out of order, or one of the chain's own ({@code hash},
 * {@code mac}, {@code prev}, {@code seq}, {@code signature}), throws {@link IllegalStateException}. A lone surrogate, which has
 * no UTF-8 form, becomes U+FFFD. Not thread-safe; the chain lends it for one record.
 */
public final class CanonicalRecord {
    private static final long MAX_SAFE = (1L << 53) - 1;
    private static final int MAX_DEPTH = 8;
    private static final String[] OWN = {"hash", "mac", "prev", "seq", "signature"};
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

    private byte[] out = new byte[4096];
    private int length;
    private int depth;
    private final @Nullable String[] last = new String[MAX_DEPTH + 1];
    private final boolean[] inList = new boolean[MAX_DEPTH + 1];
    private int own;
    private long seq;
    private byte[] prev = new byte[0];
    private int hashAt;
    private int macAt;
    private int signatureAt;

    CanonicalRecord() {}

    /** Starts a record with its number and its predecessor's hash, in hexadecimal digits. */
    void begin(long number, byte[] previous) {
        length = 0;
        depth = 0;
        own = 0;
        last[0] = null;
        inList[0] = false;
        seq = number;
        prev = previous;
        put('{');
    }

    /** Ends the record; what was written is then {@link #bytes} up to {@link #length}. */
    void end() {
        if (depth != 0) {
            throw new IllegalStateException("an object or list is open");
        }
        ownUpTo(null);
        out[length - 1] = '}';
    }

    byte[] bytes() {
        return out;
    }

    int length() {
        return length;
    }

    /** Where the hash belongs. */
    int hashAt() {
        return hashAt;
    }

    /** Where the code belongs. */
    int macAt() {
        return macAt;
    }

    /** Where a signature belongs. */
    int signatureAt() {
        return signatureAt;
    }

    /** A text, or null. */
    public CanonicalRecord text(String name, @Nullable String value) {
        name(name);
        if (value == null) {
            literal("null");
        } else {
            string(value);
        }
        put(',');
        return this;
    }

    /** A whole number of at most 53 bits; a larger one is written as the largest. */
    public CanonicalRecord number(String name, long value) {
        name(name);
        digits(Math.max(-MAX_SAFE, Math.min(MAX_SAFE, value)));
        put(',');
        return this;
    }

    /** A whole number, or null. */
    public CanonicalRecord number(String name, @Nullable Number value) {
        if (value == null) {
            return text(name, null);
        }
        return number(name, value.longValue());
    }

    /** True or false. */
    public CanonicalRecord flag(String name, boolean value) {
        name(name);
        literal(value ? "true" : "false");
        put(',');
        return this;
    }

    /** Opens an object as a member. */
    public CanonicalRecord object(String name) {
        name(name);
        return open('{', false);
    }

    /** Opens a list as a member. */
    public CanonicalRecord list(String name) {
        name(name);
        return open('[', true);
    }

    /** A text in a list. */
    public CanonicalRecord item(String value) {
        inList();
        string(value);
        put(',');
        return this;
    }

    /** A number in a list. */
    public CanonicalRecord item(long value) {
        inList();
        digits(value);
        put(',');
        return this;
    }

    /** Opens an object in a list. */
    public CanonicalRecord item() {
        inList();
        return open('{', false);
    }

    /** Closes the innermost object or list. */
    public CanonicalRecord close() {
        if (depth == 0) {
            throw new IllegalStateException("nothing is open");
        }
        byte end = (byte) (inList[depth] ? ']' : '}');
        depth--;
        if (out[length - 1] == ',') {
            out[length - 1] = end;
        } else {
            put(end);
        }
        put(',');
        return this;
    }

    private CanonicalRecord open(char bracket, boolean list) {
        if (depth == MAX_DEPTH) {
            throw new IllegalStateException("nested more than " + MAX_DEPTH + " levels deep");
        }
        depth++;
        last[depth] = null;
        inList[depth] = list;
        put(bracket);
        return this;
    }

    private void inList() {
        if (!inList[depth]) {
            throw new IllegalStateException("a member needs a name");
        }
    }

    private void name(String name) {
        String before = last[depth];
        if (inList[depth] || (before != null && before.compareTo(name) >= 0)) {
            throw new IllegalStateException("not in canonical order: " + name + " after " + before);
        }
        if (depth == 0) {
            ownUpTo(name);
        }
        last[depth] = name;
        string(name);
        put(':');
    }

    /** Puts the chain's members where they belong. */
    private void ownUpTo(@Nullable String name) {
        while (own < OWN.length && (name == null || OWN[own].compareTo(name) <= 0)) {
            if (OWN[own].equals(name)) {
                throw new IllegalStateException(name + " is a member of the chain's own");
            }
            switch (own++) {
                case 0 -> hashAt = length;
                case 1 -> macAt = length;
                case 2 -> {
                    literal("\"prev\":\"");
                    ensure(prev.length);
                    System.arraycopy(prev, 0, out, length, prev.length);
                    length += prev.length;
                    literal("\",");
                }
                case 3 -> {
                    literal("\"seq\":");
                    digits(seq);
                    put(',');
                }
                default -> signatureAt = length;
            }
        }
    }

    private void literal(String ascii) {
        int n = ascii.length();
        ensure(n);
        for (int i = 0; i < n; i++) {
            out[length++] = (byte) ascii.charAt(i);
        }
    }

    private void digits(long value) {
        ensure(20);
        if (value < 0) {
            out[length++] = '-';
            value = -value;
        }
        int width = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            width++;
        }
        for (int at = length + width - 1; at >= length; at--) {
            out[at] = (byte) ('0' + value % 10);
            value /= 10;
        }
        length += width;
    }

    private void string(String text) {
        int n = text.length();
        ensure(6 * n + 2); // an escaped control character takes six bytes, a character at most three
        byte[] to = out;
        int at = length;
        to[at++] = '"';
        for (int i = 0; i < n; i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
                to[at++] = (byte) c;
            } else if (c < 0x80) {
                at = escaped(to, at, c);
            } else if (c < 0x800) {
                to[at++] = (byte) (0xc0 | c >> 6);
                to[at++] = (byte) (0x80 | c & 0x3f);
            } else if (Character.isHighSurrogate(c) && i + 1 < n && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                to[at++] = (byte) (0xf0 | point >> 18);
                to[at++] = (byte) (0x80 | point >> 12 & 0x3f);
                to[at++] = (byte) (0x80 | point >> 6 & 0x3f);
                to[at++] = (byte) (0x80 | point & 0x3f);
            } else {
                int known = Character.isSurrogate(c) ? 0xfffd : c;
                to[at++] = (byte) (0xe0 | known >> 12);
                to[at++] = (byte) (0x80 | known >> 6 & 0x3f);
                to[at++] = (byte) (0x80 | known & 0x3f);
            }
        }
        to[at++] = '"';
        length = at;
    }

    private static int escaped(byte[] to, int at, char c) {
        to[at++] = '\\';
        switch (c) {
            case '"', '\\' -> to[at++] = (byte) c;
            case '\b' -> to[at++] = 'b';
            case '\f' -> to[at++] = 'f';
            case '\n' -> to[at++] = 'n';
            case '\r' -> to[at++] = 'r';
            case '\t' -> to[at++] = 't';
            default -> {
                to[at++] = 'u';
                to[at++] = '0';
                to[at++] = '0';
                to[at++] = HEX[c >> 4];
                to[at++] = HEX[c & 15];
            }
        }
        return at;
    }

    private void put(int b) {
        ensure(1);
        out[length++] = (byte) b;
    }

    private void ensure(int more) {
        if (length + more > out.length) {
            out = Arrays.copyOf(out, Math.max(length + more, out.length * 2));
        }
    }
}
