package dev.portcullis.auth;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Principal;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What a scheme found out about a credential that is present. */
public sealed interface Finding {
    /**
     * The credential is good.
     *
     * @param principal whose it is
     */
    record Caller(Principal principal) implements Finding {}

    /**
     * The credential is not good: 401, or 429 while failures are throttled.
     *
     * @param code stable and dotted, for logs
     * @param parameters of the scheme's challenge, such as {@code error="invalid_token"}, or {@code null} for none
     * @param credential names what was presented without being usable as it, so that failures of one can be counted; or
     *     {@code null}
     */
    record Refused(
            String code,
            @Nullable String parameters,
            @Nullable String credential) implements Finding {
        /** Checks the code. */
        public Refused {
            requireNonNull(code, "code");
        }
    }

    /**
     * The request does not present a credential in a way that can be judged: 400.
     *
     * @param code stable and dotted, for logs
     * @param parameters of the scheme's challenge, or {@code null} for no challenge
     */
    record Malformed(String code, @Nullable String parameters) implements Finding {}

    /**
     * Nobody can say: 503.
     *
     * @param code stable and dotted, for logs
     * @param retryAfter when to try again
     */
    record Undecided(String code, Duration retryAfter) implements Finding {}

    /**
     * It takes a while to say.
     *
     * @param later completes with any other finding, and never fails
     */
    record Pending(CompletionStage<Finding> later) implements Finding {}
}
