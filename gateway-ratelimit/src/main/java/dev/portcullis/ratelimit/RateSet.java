package dev.portcullis.ratelimit;

import dev.portcullis.ratelimit.bucket.Rate;
import org.jspecify.annotations.Nullable;

/**
 * One choice of terms of a limit, ready to be applied.
 *
 * @param rates one for each bandwidth; none for a concurrency limit
 * @param numbers by which the limit's tables know them
 * @param allowances the units of each that may be taken before they are there
 * @param concurrency the places; 0 where it is no concurrency limit
 * @param policy the item of {@code RateLimit-Policy}
 * @param share this node's share of them, where nodes share the limit and may be on their own
 */
@SuppressWarnings("ArrayRecordComponent") // made once for each policy, read by every request
record RateSet(
        Rate[] rates,
        int[] numbers,
        long[] allowances,
        int concurrency,
        String policy,
        @Nullable RateSet share) {}
