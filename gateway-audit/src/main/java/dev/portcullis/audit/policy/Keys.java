package dev.portcullis.audit.policy;

import dev.portcullis.audit.ChainSettings;
import dev.portcullis.gateway.policy.shape.Secret;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import org.jspecify.annotations.Nullable;

/** The keys of a trail's HMACs, which nobody may be able to guess. */
final class Keys {
    private Keys() {}

    /** A key of the least length at least; the message of a shorter one tells nothing of it. */
    static Shape<Secret> shape() {
        return Shapes.secret()
                .as("weak-key", Keys::checked)
                .describedAs("Names a key of at least " + ChainSettings.LEAST_KEY_BYTES
                        + " random bytes, as `openssl rand -base64 32` writes them.");
    }

    private static Secret checked(Secret key) {
        if (key.bytes().length < ChainSettings.LEAST_KEY_BYTES) {
            throw new IllegalArgumentException("the key that " + key.source() + " names has fewer than "
                    + ChainSettings.LEAST_KEY_BYTES + " bytes and could be guessed; write random ones there, as"
                    + " `openssl rand -base64 32` does");
        }
        return key;
    }

    static byte @Nullable [] bytes(@Nullable Secret key) {
        return key == null ? null : key.bytes();
    }
}
