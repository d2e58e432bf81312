/**
 * Buckets in Redis: one command for each decision, on Redis's own clock. Needs {@code io.lettuce:lettuce-core}.
 *
 * <p>Starting point: {@link dev.portcullis.ratelimit.redis.RedisBuckets}.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.ratelimit.redis;
