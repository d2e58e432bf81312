package dev.portcullis.auth.jwks;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Finds the key of a token. Thread-safe; never blocks. */
public interface KeySource extends AutoCloseable {
    /** What was found. */
    sealed interface Lookup {
        /**
         * The key.
         *
         * @param key verifies the token's algorithm
         */
        record Found(VerificationKey key) implements Lookup {}

        /** The issuer, asked after the token came, has no such key. */
        record Unknown() implements Lookup {}

        /**
         * The issuer could not be asked.
         *
         * @param retryAfter when to try again
         */
        record Unavailable(Duration retryAfter) implements Lookup {}
    }

    /**
     * Finds a key.
     *
     * @param algorithm that the key must serve
     * @param id the key id that the token names, or {@code null}: then the one key that serves the algorithm
     * @return complete already where nobody has to be asked; never fails
     */
    CompletionStage<Lookup> find(JwsAlgorithm algorithm, @Nullable String id);

    /**
     * A number that grows whenever a key is removed or replaced, so that what was verified with it can be forgotten.
     */
    long generation();

    @Override
    default void close() {}
}
