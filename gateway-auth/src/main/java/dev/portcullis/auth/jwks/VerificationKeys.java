package dev.portcullis.auth.jwks;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
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

    /** Other keys have another, whatever their order. */
    String fingerprint() {
        try {
            MessageDigest all = MessageDigest.getInstance("SHA-256");
            List<String> each = new ArrayList<>();
            for (VerificationKey key : keys) {
                key.describe(all);
                each.add(HexFormat.of().formatHex(all.digest()));
            }
            Collections.sort(each);
            each.forEach(one -> all.update(one.getBytes(StandardCharsets.US_ASCII)));
            return HexFormat.of().formatHex(all.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
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
