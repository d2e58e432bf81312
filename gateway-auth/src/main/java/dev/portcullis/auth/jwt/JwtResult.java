package dev.portcullis.auth.jwt;

import java.time.Duration;

/** What came of verifying a token. */
public sealed interface JwtResult permits VerifiedJwt, JwtResult.Refused, JwtResult.Undecided {
    /**
     * The token is not valid.
     *
     * @param refusal why
     */
    record Refused(JwtRefusal refusal) implements JwtResult {}

    /**
     * Nobody can say: the issuer's keys could not be had.
     *
     * @param retryAfter when to try again
     */
    record Undecided(Duration retryAfter) implements JwtResult {}
}
