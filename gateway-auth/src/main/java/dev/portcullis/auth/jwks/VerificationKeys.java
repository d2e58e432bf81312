package dev.portcullis.auth.jwks;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A fixed set of keys.
 *
 * @param keys in no particular order
 */
public record VerificationKeys(List<VerificationKey> keys) implements KeySource {
    /** Copies the list. */
    public VerificationKeys {
        keys = List.copyOf(keys);
    }

    /**
     * The key that the token names, or, where it names none, the only one that serves the algorithm: guessing among several
     * would let a token choose.
     */
    public @Nullable VerificationKey get(JwsAlgorithm algorithm, @Nullable String id) {
        VerificationKey found = null;
        for (VerificationKey key : keys) {
            if (!key.serves(algorithm) || id != null && !id.equals(key.id())) {
                continue;
            }
            if (found != null) {
                return null;
            }
            found = key;
        }
        return found;
    }

    @Override
    public CompletionStage<Lookup> find(JwsAlgorithm algorithm, @Nullable String id) {
        VerificationKey key = get(algorithm, id);
        return CompletableFuture.completedFuture(key == null ? new Lookup.Unknown() : new Lookup.Found(key));
    }

    @Override
    public long generation() {
        return 0;
    }
}
