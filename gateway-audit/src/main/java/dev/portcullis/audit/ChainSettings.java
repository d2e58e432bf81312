package dev.portcullis.audit;

import static java.util.Objects.requireNonNull;

import java.security.PrivateKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a trail is made evident against tampering.
 *
 * @param signingKey an Ed25519 key for checkpoints, or {@code null} for none
 * @param macSecret from which the key of each record follows, at least {@value #LEAST_KEY_BYTES} bytes, or {@code null} for none
 * @param records a checkpoint after so many records
 * @param every and after so long, where there are any
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content
public record ChainSettings(@Nullable PrivateKey signingKey, byte @Nullable [] macSecret, int records, Duration every) {
    /** No key of an HMAC is shorter: it could be guessed, and with it every record forged. */
    public static final int LEAST_KEY_BYTES = 32;

    /** Hashes alone. */
    public static final ChainSettings UNSIGNED = new ChainSettings(null, null, 1_000, Duration.ofSeconds(10));

    /** Checks and copies the secret. */
    public ChainSettings {
        macSecret = macSecret == null ? null : macSecret.clone();
        if (macSecret != null && macSecret.length < LEAST_KEY_BYTES) {
            throw new IllegalArgumentException("a secret of at least " + LEAST_KEY_BYTES + " bytes expected");
        }
        requireNonNull(every, "every");
        if (records < 1) {
            throw new IllegalArgumentException("a checkpoint after at least one record");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChainSettings that
                && Objects.equals(signingKey, that.signingKey)
                && Arrays.equals(macSecret, that.macSecret)
                && records == that.records
                && every.equals(that.every);
    }

    @Override
    public int hashCode() {
        return Objects.hash(signingKey, records, every);
    }

    /** Never the keys. */
    @Override
    public String toString() {
        return "ChainSettings[records=" + records + ", every=" + every + "]";
    }
}
