/**
 * Buckets in any backend that Bucket4j reaches. Needs {@code com.bucket4j:bucket4j_jdk17-core} and the backend's module.
 *
 * <p>Starting point: {@link dev.portcullis.ratelimit.bucket4j.ProxyManagerBuckets}.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.ratelimit.bucket4j;
