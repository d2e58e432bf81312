/**
 * Throttling of failed authentications, in bounded memory.
 *
 * <p>Starting point: {@link dev.portcullis.auth.throttle.FailureThrottle}.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.auth.throttle;
