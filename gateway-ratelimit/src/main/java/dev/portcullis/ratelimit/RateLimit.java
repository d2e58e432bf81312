package dev.portcullis.ratelimit;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Mode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One limit of a policy.
 *
 * @param name unique in the policy; clients see it in the fields of answers
 * @param key what it counts by: all parts together; at least one
 * @param terms what it allows
 * @param cost the tokens of a request
 * @param onLimit what happens to a request beyond it
 * @param tiers other terms for some callers
 * @param schedule other terms at some times
 * @param everywhere whether it counts on all routes, without being named there
 * @param mode how it runs, or {@code null} where the gateway's default says so
 * @param memory the most bytes of memory that each of its bandwidths takes in this process
 * @param fields which answers tell about it
 * @param legacyFields whether they also carry {@code X-RateLimit-Limit}, {@code -Remaining} and {@code -Reset}
 */
public record RateLimit(
        String name,
        List<KeyPart> key,
        Terms terms,
        Cost cost,
        OnLimit onLimit,
        List<Tier> tiers,
        List<Window> schedule,
        boolean everywhere,
        @Nullable Mode mode,
        long memory,
        Fields fields,
        boolean legacyFields) {
    /** The draft that the fields {@code RateLimit} and {@code RateLimit-Policy} follow, in this version. */
    public static final String DRAFT = "draft-ietf-httpapi-ratelimit-headers-11";

    /** The memory of a limit that says nothing about it. */
    public static final long MEMORY = 16L << 20;

    /** Which answers carry {@code RateLimit} and {@code RateLimit-Policy}. */
    public enum Fields {
        /** All. */
        ALWAYS,
        /** Refusals alone. */
        REFUSALS,
        /** None; a refusal still carries {@code Retry-After}. */
        NEVER
    }

    /** Checks that the parts fit together. */
    public RateLimit {
        requireNonNull(name, "name");
        requireNonNull(cost, "cost");
        requireNonNull(onLimit, "onLimit");
        requireNonNull(fields, "fields");
        key = List.copyOf(key);
        tiers = List.copyOf(tiers);
        schedule = List.copyOf(schedule);
        if (key.isEmpty()) {
            throw new IllegalArgumentException("key: at least one part expected");
        }
        tiers.forEach(tier -> alike(terms, tier.terms(), "a tier"));
        schedule.forEach(window -> alike(terms, window.terms(), "a schedule"));
        if (terms instanceof Terms.Concurrency) {
            if (cost != Cost.ONE && !cost.equals(Cost.ONE)) {
                throw new IllegalArgumentException("cost: a request takes one place of a concurrency limit");
            }
            if (onLimit instanceof OnLimit.Delay) {
                throw new IllegalArgumentException(
                        "onLimit: nobody knows when a place is free; write queue in place of delay");
            }
        }
    }

    /** A limit of one bandwidth or of concurrency, as a policy has it that says no more than that. */
    public static RateLimit of(String name, List<KeyPart> key, Terms terms) {
        return new RateLimit(
                name,
                key,
                terms,
                Cost.ONE,
                OnLimit.REJECT,
                List.of(),
                List.of(),
                false,
                null,
                MEMORY,
                Fields.ALWAYS,
                false);
    }

    /** The same limit with another way to treat what is beyond it. */
    public RateLimit onLimit(OnLimit other) {
        return new RateLimit(
                name, key, terms, cost, other, tiers, schedule, everywhere, mode, memory, fields, legacyFields);
    }

    /** Whether it can be judged before anybody was authenticated. */
    public boolean knownBeforeAuthentication() {
        return tiers.isEmpty() && key.stream().allMatch(KeyPart::knownBeforeAuthentication);
    }

    private static void alike(Terms own, Terms other, String where) {
        boolean same = own instanceof Terms.Tokens mine
                ? other instanceof Terms.Tokens theirs
                        && mine.bandwidths().size() == theirs.bandwidths().size()
                : other instanceof Terms.Concurrency;
        if (!same) {
            throw new IllegalArgumentException(where + " must have terms of the same kind and number as the limit");
        }
    }
}
