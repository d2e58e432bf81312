/**
 * What the module adds to the policy language: the sections {@code rateLimits} and {@code rateLimitStore}, and the routes'
 * key {@code rateLimits}.
 *
 * <p>Starting point: {@link dev.portcullis.ratelimit.policy.RateLimitSections}, the keys under which a policy that is built
 * in Java has them.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.ratelimit.policy;
