package dev.portcullis.audit.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The names of members as they are written, remembered: a format has few, and uses the same in every record. A name that is
 * not remembered takes the place of another, so that names from outside take no more room than this. Not thread-safe.
 */
final class MemberNames {
    /** The chain's own members, in canonical order. */
    static final String[] OWN = {"hash", "mac", "prev", "seq", "signature"};

    private static final int BITS = 10;
    private static final int SHIFT = Integer.SIZE - BITS;
    private static final int SPREAD = 0x9e3779b9; // of Fibonacci hashing: neighbours are far apart
    private static final int LONGEST_REMEMBERED = 256;
    private static final byte[] NULL = "null,".getBytes(US_ASCII);

    private final @Nullable Name[] places = new @Nullable Name[1 << BITS];
    private final Utf8 written = new Utf8();

    /** One name. */
    static final class Name {
        private final String text;
        /** With its quotes and the colon. */
        final byte[] key;
        /** The same with the value {@code null} and a comma. */
        final byte[] nothing;
        /** How many of the chain's own members come before it. */
        final int own;
        /** Whether it is one of these. */
        final boolean isOwn;

        private @Nullable Name next;
        private @Nullable String seen;
        private @Nullable String value;
        private byte[] member = new byte[0];

        Name(String text, byte[] key, int own) {
            this.text = text;
            this.key = key;
            this.nothing = Arrays.copyOf(key, key.length + NULL.length);
            System.arraycopy(NULL, 0, nothing, key.length, NULL.length);
            this.own = own;
            this.isOwn = own < OWN.length && OWN[own].equals(text);
        }

        /** Whether this name comes after another. */
        boolean follows(Name other) {
            return other.text.compareTo(text) < 0;
        }

        /** The name that came after this one the last time, if it is this text. */
        @SuppressWarnings("ReferenceEquality") // a format's names are constants
        @Nullable
        Name next(String expected) {
            Name guess = next;
            return guess != null && guess.text == expected ? guess : null;
        }

        /** Remembers what comes after this one. */
        void precedes(Name other) {
            next = other;
        }

        /**
         * Writes the member with this value. Some values, such as the policy's name, are the same text in every record: one that
         * is seen twice in a row is remembered as it was written.
         */
        @SuppressWarnings("ReferenceEquality") // another text of the same characters is only written anew
        void write(String text, Utf8 out) {
            if (text == value) {
                out.put(member);
                return;
            }
            int from = out.length();
            out.put(key);
            out.string(text);
            out.put(',');
            if (text == seen && out.length() - from <= LONGEST_REMEMBERED) {
                member = Arrays.copyOfRange(out.bytes(), from, out.length());
                value = text;
            }
            seen = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** The name of this text. */
    Name of(String text) {
        int place = text.hashCode() * SPREAD >>> SHIFT;
        Name there = places[place];
        if (there != null && there.text.equals(text)) {
            return there;
        }
        Name beside = places[place ^ 1];
        if (beside != null && beside.text.equals(text)) {
            return beside;
        }
        Name made = made(text);
        places[there == null ? place : place ^ 1] = made;
        return made;
    }

    private Name made(String text) {
        written.clear();
        written.string(text);
        written.put(':');
        int own = 0;
        while (own < OWN.length && OWN[own].compareTo(text) < 0) {
            own++;
        }
        return new Name(text, Arrays.copyOf(written.bytes(), written.length()), own);
    }
}
