package dev.portcullis.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.portcullis.ratelimit.bucket.Permits;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What this node holds of hot keys, so that it need not ask the store: tokens in hand, and the knowledge that there are none.
 *
 * <p>A refusal holds until the time that the store told: until then others can only take, so asking again would change
 * nothing. Tokens are those that this node took from the store ahead of the requests that will want them, for keys that are hot. They were taken,
 * so nobody else has them: what all nodes let through over any time exceeds the bucket by no more than what they had in hand
 * when it began. What is not used within a second is lost. Thread-safe.
 */
final class Leases {
    private static final long LIFE_NANOS = 1_000_000_000;
    private static final long HOT_NANOS = 100_000_000;
    private static final int KEYS = 10_000;

    /** The lease of one key. */
    static final class Lease {
        private long left;
        private long until;
        private long asked = Long.MIN_VALUE;
        private long[] answers = {};
        private long refusedTokens;
        private long refusedAt;
        private long refusedUntil;
        private long[] refusal = {};

        /** Takes tokens from hand; what the store last said, or {@code null} where there are too few. */
        synchronized long @Nullable [] take(long tokens, long now) {
            if (left < tokens || now - until > 0) {
                return null;
            }
            left -= tokens;
            return answers;
        }

        /** Notes that the store refused so many tokens until a time. */
        synchronized void refuse(long tokens, long[] told, long now, long until) {
            refusedTokens = tokens;
            refusal = told;
            refusedAt = now;
            refusedUntil = until;
        }

        /** How long ago the store refused what it would still refuse, in nanoseconds; -1 where nobody can know. */
        synchronized long refused(long tokens, long now) {
            return refusal.length > 0 && tokens >= refusedTokens && refusedUntil - now > 0 ? now - refusedAt : -1;
        }

        synchronized long[] refusal() {
            return refusal;
        }

        /** Notes that the store is asked; returns whether it was asked a moment ago too. */
        synchronized boolean ask(long now) {
            boolean hot = asked != Long.MIN_VALUE && now - asked < HOT_NANOS;
            asked = now;
            return hot;
        }

        synchronized void grant(long tokens, long[] told, long now) {
            left = now - until > 0 ? tokens : left + tokens;
            until = now + LIFE_NANOS;
            answers = told;
        }
    }

    private record Held(RateSet terms, Permits.Key key) {}

    private final Cache<Held, Lease> leases;

    Leases(LongSupplier nanoTime) {
        leases = Caffeine.newBuilder()
                .maximumSize(KEYS)
                .executor(Runnable::run)
                .ticker(nanoTime::getAsLong)
                .build();
    }

    Lease of(RateSet terms, Permits.Key key) {
        return leases.get(new Held(terms, key), unused -> new Lease());
    }
}
