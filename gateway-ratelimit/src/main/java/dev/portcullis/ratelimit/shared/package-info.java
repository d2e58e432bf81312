/**
 * Buckets that several nodes share, in a store that may be slow or gone.
 *
 * <p>Starting points: {@link dev.portcullis.ratelimit.shared.SharedBuckets}, which a store implements, and
 * {@link dev.portcullis.ratelimit.shared.StoreSettings}, which say how long to wait for it and what to do without it.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.ratelimit.shared;
