package dev.portcullis.benchmarks;

import dev.portcullis.auth.jwks.JwsAlgorithm;
import dev.portcullis.auth.jwks.KeySource;
import dev.portcullis.auth.jwks.VerificationKeys;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The same keys, but whatever was verified with them is never good for another time. For one thread. */
public final class Forgetful implements KeySource {
    private final VerificationKeys keys;
    private long generation;

    /** Keys that are the same and always new. */
    public Forgetful(VerificationKeys keys) {
        this.keys = keys;
    }

    @Override
    public CompletionStage<Lookup> find(JwsAlgorithm algorithm, @Nullable String id) {
        return keys.find(algorithm, id);
    }

    @Override
    public long generation() {
        return generation++;
    }
}
