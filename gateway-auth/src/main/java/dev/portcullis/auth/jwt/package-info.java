/**
 * JSON Web Tokens (RFC 7519) verified after RFC 8725, usable without a gateway.
 *
 * <p>Starting points: {@link dev.portcullis.auth.jwt.JwtVerifier} takes the text of a token, {@link
 * dev.portcullis.auth.jwt.VerifiedJwt} is the only thing that claims can be read from.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.auth.jwt;
