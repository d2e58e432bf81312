/**
 * Token buckets in bounded memory, exact to the token.
 *
 * <p>Starting points: {@link dev.portcullis.ratelimit.bucket.Rate}, the arithmetic of one bandwidth, and
 * {@link dev.portcullis.ratelimit.bucket.BucketTable}, the buckets of all keys of one limit.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.ratelimit.bucket;
