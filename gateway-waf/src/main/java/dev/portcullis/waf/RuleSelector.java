package dev.portcullis.waf;

import static java.util.Objects.requireNonNull;

/** Which rules are meant, in an {@link Overrides}. Immutable. */
public sealed interface RuleSelector {
    /** The rule of this id. */
    static RuleSelector id(long id) {
        return new Ids(id, id);
    }

    /** The rules of these ids, both ends included. */
    static RuleSelector ids(long first, long last) {
        return new Ids(first, last);
    }

    /** The rules that carry this tag, compared whole. */
    static RuleSelector tag(String tag) {
        return new Tag(tag);
    }

    /** All rules. */
    static RuleSelector all() {
        return new Everything();
    }

    /** Rules by their id. */
    record Ids(long first, long last) implements RuleSelector {
        /** Checks the order. */
        public Ids {
            if (first < 0 || last < first) {
                throw new IllegalArgumentException(
                        "ids go from a smaller to a greater number, not from " + first + " to " + last);
            }
        }

        @Override
        public String toString() {
            return first == last ? "rule " + first : "rules " + first + "-" + last;
        }
    }

    /** Rules by a tag. */
    record Tag(String tag) implements RuleSelector {
        /** Checks that there is one. */
        public Tag {
            requireNonNull(tag, "tag");
        }

        @Override
        public String toString() {
            return "tag \"" + tag + "\"";
        }
    }

    /** Every rule. */
    record Everything() implements RuleSelector {
        @Override
        public String toString() {
            return "all rules";
        }
    }
}
