package dev.portcullis.ratelimit;

import static java.util.Objects.requireNonNull;

/** How many tokens a request takes. */
public sealed interface Cost {
    /** One token. */
    Cost ONE = new Fixed(1);

    /**
     * Always the same.
     *
     * @param tokens at least 1
     */
    record Fixed(long tokens) implements Cost {
        /** Checks the number. */
        public Fixed {
            if (tokens < 1) {
                throw new IllegalArgumentException("cost: at least 1 expected, got " + tokens);
            }
        }
    }

    /**
     * What a field of the request says: a whole number. Where the field is missing, is none, or is below one, the cost is one;
     * so a client that writes the field itself can only pay more.
     *
     * @param name the field's name
     */
    record ByHeader(String name) implements Cost {
        /** Checks the name. */
        public ByHeader {
            requireNonNull(name, "name");
        }
    }

    /**
     * One token for each started unit of the request's content; none for a request without content.
     *
     * @param unit the bytes of a unit
     */
    record ByBodyBytes(long unit) implements Cost {
        /** Checks the unit. */
        public ByBodyBytes {
            if (unit < 1) {
                throw new IllegalArgumentException("bodyBytes: at least 1 expected, got " + unit);
            }
        }

        /** The tokens for so many bytes. */
        public long tokens(long bytes) {
            return bytes <= 0 ? 0 : (bytes - 1) / unit + 1;
        }
    }
}
