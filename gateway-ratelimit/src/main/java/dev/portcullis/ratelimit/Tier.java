package dev.portcullis.ratelimit;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Principal;

/**
 * Other terms for some callers. The first tier that fits counts.
 *
 * @param when whom it is for
 * @param terms what they get; of the same kind, with as many bandwidths, as the limit's own
 */
public record Tier(Condition when, Terms terms) {
    /** Checks that both are there. */
    public Tier {
        requireNonNull(when, "when");
        requireNonNull(terms, "terms");
    }

    /** Whom a tier is for; always told by a verified credential. */
    public sealed interface Condition {
        /**
         * Callers with this claim.
         *
         * @param claim its dotted path
         * @param value what it is, or has in its list
         */
        record ClaimEquals(String claim, String value) implements Condition {}

        /**
         * Callers with this role in their credential.
         *
         * @param name the role
         */
        record Role(String name) implements Condition {}

        /** Whether it holds for the caller. */
        default boolean holds(Principal caller) {
            if (this instanceof ClaimEquals claim) {
                return ClaimValues.has(caller.claims(), claim.claim(), claim.value());
            }
            return this instanceof Role role && caller.roles().contains(role.name());
        }
    }
}
