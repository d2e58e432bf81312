package dev.portcullis.ratelimit;

import dev.portcullis.ratelimit.bucket.Rate;

/**
 * One choice of terms of a limit, ready to be applied.
 *
 * @param rates one for each bandwidth; none for a concurrency limit
 * @param numbers by which the limit's tables know them
 * @param allowances the units of each that may be taken before they are there
 * @param concurrency the places; 0 where it is no concurrency limit
 * @param policy the item of {@code RateLimit-Policy}
 */
@SuppressWarnings("ArrayRecordComponent") // made once for each policy, read by every request
record RateSet(Rate[] rates, int[] numbers, long[] allowances, int concurrency, String policy) {}
