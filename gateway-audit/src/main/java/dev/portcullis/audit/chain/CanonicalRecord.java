package dev.portcullis.audit.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.portcullis.audit.chain.MemberNames.Name;
import java.time.Instant;
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
    private static final byte[] TRUE = "true,".getBytes(US_ASCII);
    private static final byte[] FALSE = "false,".getBytes(US_ASCII);
    private static final byte[] PREV = "\"prev\":\"".getBytes(US_ASCII);
    private static final byte[] PREV_END = "\",".getBytes(US_ASCII);
    private static final byte[] SEQ = "\"seq\":".getBytes(US_ASCII);

    private final Utf8 out = new Utf8();
    private final MemberNames names = new MemberNames();
    private final Timestamps timestamps = new Timestamps();
    private final @Nullable Name[] last = new @Nullable Name[MAX_DEPTH + 1];
    private final boolean[] inList = new boolean[MAX_DEPTH + 1];
    private int depth;
    private int own;
    private long seq;
    private byte[] prev = new byte[0];
    private int hashAt;
    private int macAt;
    private int signatureAt;

    CanonicalRecord() {}

    /** Starts a record with its number and its predecessor's hash, in hexadecimal digits. */
    void begin(long number, byte[] previous) {
        out.clear();
        depth = 0;
        own = 0;
        last[0] = null;
        inList[0] = false;
        seq = number;
        prev = previous;
        out.put('{');
    }

    /** Ends the record; what was written is then {@link #bytes} up to {@link #length}. */
    void end() {
        if (depth != 0) {
            throw new IllegalStateException("an object or list is open");
        }
        ownUpTo(MemberNames.OWN.length);
        out.end('}');
    }

    byte[] bytes() {
        return out.bytes();
    }

    int length() {
        return out.length();
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
        Name member = member(name);
        if (value == null) {
            out.put(member.nothing);
        } else {
            member.write(value, out);
        }
        return this;
    }

    /** A whole number of at most 53 bits; a larger one is written as the largest. */
    public CanonicalRecord number(String name, long value) {
        out.put(member(name).key);
        return digits(value);
    }

    /** A whole number, or null. */
    public CanonicalRecord number(String name, @Nullable Number value) {
        return value == null ? text(name, null) : number(name, value.longValue());
    }

    /** True or false. */
    public CanonicalRecord flag(String name, boolean value) {
        out.put(member(name).key);
        out.put(value ? TRUE : FALSE);
        return this;
    }

    /** A moment as a text in the profile of RFC 3339, in UTC, with microseconds. */
    public CanonicalRecord time(String name, Instant value) {
        out.put(member(name).key);
        timestamps.write(value, out);
        out.put(',');
        return this;
    }

    /** Opens an object as a member. */
    public CanonicalRecord object(String name) {
        out.put(member(name).key);
        return open('{', false);
    }

    /** Opens a list as a member. */
    public CanonicalRecord list(String name) {
        out.put(member(name).key);
        return open('[', true);
    }

    /** A text in a list. */
    public CanonicalRecord item(String value) {
        inList();
        out.string(value);
        out.put(',');
        return this;
    }

    /** A number in a list, as {@link #number} has it. */
    public CanonicalRecord item(long value) {
        inList();
        return digits(value);
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
        out.end(inList[depth] ? ']' : '}');
        depth--;
        out.put(',');
        return this;
    }

    private CanonicalRecord digits(long value) {
        out.digits(Math.max(-MAX_SAFE, Math.min(MAX_SAFE, value)));
        out.put(',');
        return this;
    }

    private CanonicalRecord open(char bracket, boolean list) {
        if (depth == MAX_DEPTH) {
            throw new IllegalStateException("nested more than " + MAX_DEPTH + " levels deep");
        }
        depth++;
        last[depth] = null;
        inList[depth] = list;
        out.put(bracket);
        return this;
    }

    private void inList() {
        if (!inList[depth]) {
            throw new IllegalStateException("a member needs a name");
        }
    }

    /** What comes next in the innermost object, with the chain's members that belong before it. */
    private Name member(String text) {
        Name before = last[depth];
        Name name = before == null ? null : before.next(text);
        if (name == null) {
            name = checked(text, before);
        }
        if (depth == 0) {
            ownUpTo(name.own);
        }
        last[depth] = name;
        return name;
    }

    private Name checked(String text, @Nullable Name before) {
        Name name = names.of(text);
        if (inList[depth] || (before != null && !name.follows(before))) {
            throw new IllegalStateException("not in canonical order: " + name + " after " + before);
        }
        if (depth == 0 && name.isOwn) {
            throw new IllegalStateException(name + " is a member of the chain's own");
        }
        if (before != null && !name.isOwn) {
            before.precedes(name);
        }
        return name;
    }

    /** Puts the chain's members where they belong. */
    private void ownUpTo(int count) {
        while (own < count) {
            switch (own++) {
                case 0 -> hashAt = out.length();
                case 1 -> macAt = out.length();
                case 2 -> {
                    out.put(PREV);
                    out.put(prev);
                    out.put(PREV_END);
                }
                case 3 -> {
                    out.put(SEQ);
                    out.digits(seq);
                    out.put(',');
                }
                default -> signatureAt = out.length();
            }
        }
    }
}
