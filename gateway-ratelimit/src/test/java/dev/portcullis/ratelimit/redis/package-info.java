/** Limits over a real Redis, which these tests start, pause and kill. */
@org.jspecify.annotations.NullMarked
package dev.portcullis.ratelimit.redis;
