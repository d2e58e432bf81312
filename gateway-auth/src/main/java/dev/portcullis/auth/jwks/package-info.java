/**
 * Verification keys (RFC 7517): from a file or from an issuer, kept fresh so that a rotation costs nobody a refusal.
 *
 * <p>Starting points: {@link dev.portcullis.auth.jwks.KeySource} finds a key, {@link
 * dev.portcullis.auth.jwks.VerificationKeys} is a set of them.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.auth.jwks;
