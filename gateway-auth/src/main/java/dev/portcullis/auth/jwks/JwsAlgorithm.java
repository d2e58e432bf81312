package dev.portcullis.auth.jwks;

import com.nimbusds.jose.JWSAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * The signature algorithms that can be allowed (RFC 7518, section 3; RFC 8037; RFC 9864). There is no {@code none}. Names
 * are compared exactly.
 */
public enum JwsAlgorithm {
    /** RSASSA-PKCS1-v1_5 with SHA-256. */
    RS256("RSA", JWSAlgorithm.RS256),
    /** RSASSA-PKCS1-v1_5 with SHA-384. */
    RS384("RSA", JWSAlgorithm.RS384),
    /** RSASSA-PKCS1-v1_5 with SHA-512. */
    RS512("RSA", JWSAlgorithm.RS512),
    /** RSASSA-PSS with SHA-256. */
    PS256("RSA", JWSAlgorithm.PS256),
    /** RSASSA-PSS with SHA-384. */
    PS384("RSA", JWSAlgorithm.PS384),
    /** RSASSA-PSS with SHA-512. */
    PS512("RSA", JWSAlgorithm.PS512),
    /** ECDSA on P-256 with SHA-256. */
    ES256("P-256", JWSAlgorithm.ES256),
    /** ECDSA on P-384 with SHA-384. */
    ES384("P-384", JWSAlgorithm.ES384),
    /** ECDSA on P-521 with SHA-512. */
    ES512("P-521", JWSAlgorithm.ES512),
    /** Ed25519, by the name of RFC 8037 or that of RFC 9864. */
    EdDSA("Ed25519", JWSAlgorithm.EdDSA),
    /** HMAC with SHA-256: whoever can verify can sign, so it must be allowed by name. */
    HS256("secret", JWSAlgorithm.HS256),
    /** HMAC with SHA-384. */
    HS384("secret", JWSAlgorithm.HS384),
    /** HMAC with SHA-512. */
    HS512("secret", JWSAlgorithm.HS512);

    private final String keyKind;

    @SuppressWarnings("ImmutableEnumChecker") // Nimbus' algorithm names are immutable, but not annotated so
    private final JWSAlgorithm jose;

    JwsAlgorithm(String keyKind, JWSAlgorithm jose) {
        this.keyKind = keyKind;
        this.jose = jose;
    }

    /** The algorithm of this exact name, or {@code null}. */
    public static @Nullable JwsAlgorithm named(String name) {
        if (name.equals("Ed25519")) {
            return EdDSA;
        }
        for (JwsAlgorithm algorithm : values()) {
            if (algorithm.name().equals(name)) {
                return algorithm;
            }
        }
        return null;
    }

    /** Whether signer and verifier share a secret. */
    public boolean symmetric() {
        return keyKind.equals("secret");
    }

    String keyKind() {
        return keyKind;
    }

    JWSAlgorithm jose() {
        return jose;
    }
}
