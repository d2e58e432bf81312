package dev.portcullis.auth.jwks;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key that verifies signatures, of the algorithms that its kind and its own {@code alg} allow and no other: an RSA key can
 * never be taken for a secret. Immutable and thread-safe.
 */
public final class VerificationKey {
    /** RFC 7518, section 3.3. */
    private static final int MIN_RSA_BITS = 2048;

    private static final Map<JwsAlgorithm, JWSHeader> HEADERS = headers();

    private final @Nullable String id;
    private final Set<JwsAlgorithm> algorithms;
    private final byte[] material;
    private final Check check;

    private interface Check {
        boolean verify(JwsAlgorithm algorithm, byte[] input, byte[] signature)
                throws JOSEException, GeneralSecurityException;
    }

    private VerificationKey(@Nullable String id, Set<JwsAlgorithm> algorithms, byte[] material, Check check) {
        this.id = id;
        this.algorithms = algorithms;
        this.material = material;
        this.check = check;
    }

    /**
     * A public key.
     *
     * @param id the key id, or {@code null}
     * @param only the one algorithm that the key is for, or {@code null} for all of its kind
     * @throws IllegalArgumentException for an RSA key of fewer than 2048 bits, a curve that no algorithm uses, or a kind of
     *     key that signs nothing here
     */
    public static VerificationKey of(@Nullable String id, PublicKey key, @Nullable JwsAlgorithm only) {
        requireNonNull(key, "key");
        if (key instanceof RSAPublicKey rsa) {
            if (rsa.getModulus().bitLength() < MIN_RSA_BITS) {
                throw new IllegalArgumentException("an RSA key has fewer than " + MIN_RSA_BITS + " bits");
            }
            return new VerificationKey(id, kinds("RSA", only), key.getEncoded(), jose(new RSASSAVerifier(rsa)));
        }
        if (key instanceof ECPublicKey ec) {
            try {
                ECDSAVerifier verifier = new ECDSAVerifier(ec);
                return new VerificationKey(id, kinds(curve(ec), only), key.getEncoded(), jose(verifier));
            } catch (JOSEException e) {
                throw new IllegalArgumentException("an EC key is on a curve that no algorithm uses", e);
            }
        }
        if (key.getAlgorithm().equals("EdDSA") || key.getAlgorithm().equals("Ed25519")) {
            return new VerificationKey(id, kinds("Ed25519", only), key.getEncoded(), (algorithm, input, signature) -> {
                Signature verifier = Signature.getInstance("Ed25519");
                verifier.initVerify(key);
                verifier.update(input);
                return verifier.verify(signature);
            });
        }
        throw new IllegalArgumentException("a key of kind " + key.getAlgorithm() + " verifies no token");
    }

    /**
     * A secret that the issuer shares.
     *
     * @param only the one algorithm that it is for
     * @throws IllegalArgumentException if it is shorter than the algorithm's hash (RFC 7518, section 3.2)
     */
    public static VerificationKey ofSecret(@Nullable String id, byte[] secret, JwsAlgorithm only) {
        if (!only.symmetric()) {
            throw new IllegalArgumentException(only + " is not verified with a secret");
        }
        try {
            MACVerifier verifier = new MACVerifier(secret);
            if (!verifier.supportedJWSAlgorithms().contains(only.jose())) {
                throw new IllegalArgumentException("the secret is too short for " + only);
            }
            return new VerificationKey(id, EnumSet.of(only), secret.clone(), jose(verifier));
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the secret is too short for " + only, e);
        }
    }

    private static String curve(ECPublicKey key) {
        return switch (key.getParams().getOrder().bitLength()) {
            case 256 -> "P-256";
            case 384 -> "P-384";
            case 521 -> "P-521";
            default -> "none";
        };
    }

    private static Set<JwsAlgorithm> kinds(String kind, @Nullable JwsAlgorithm only) {
        EnumSet<JwsAlgorithm> algorithms = EnumSet.noneOf(JwsAlgorithm.class);
        for (JwsAlgorithm algorithm : JwsAlgorithm.values()) {
            if (algorithm.keyKind().equals(kind) && (only == null || only == algorithm)) {
                algorithms.add(algorithm);
            }
        }
        return algorithms;
    }

    private static Check jose(JWSVerifier verifier) {
        return (algorithm, input, signature) -> verifier.verify(HEADERS.get(algorithm), input, new Decoded(signature));
    }

    /** What verifiers want to know of a header; what else a token's header says was judged where the token was taken apart. */
    private static Map<JwsAlgorithm, JWSHeader> headers() {
        Map<JwsAlgorithm, JWSHeader> headers = new EnumMap<>(JwsAlgorithm.class);
        for (JwsAlgorithm algorithm : JwsAlgorithm.values()) {
            headers.put(algorithm, new JWSHeader(algorithm.jose()));
        }
        return headers;
    }

    /** A signature that was decoded already, strictly, for verifiers that ask for its text only to decode it. */
    private static final class Decoded extends Base64URL {
        private static final long serialVersionUID = 1L;

        private final byte[] bytes;

        Decoded(byte[] bytes) {
            super("");
            this.bytes = bytes;
        }

        @Override
        public byte[] decode() {
            return bytes;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Decoded decoded && Arrays.equals(bytes, decoded.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return encode(bytes).toString();
        }
    }

    /** The key id, or {@code null}. */
    public @Nullable String id() {
        return id;
    }

    /** Whether the key may verify this algorithm. */
    public boolean serves(JwsAlgorithm algorithm) {
        return algorithms.contains(algorithm);
    }

    /** Whether the signature over the input is this key's. */
    public boolean verify(JwsAlgorithm algorithm, byte[] input, byte[] signature) {
        try {
            return serves(algorithm) && check.verify(algorithm, input, signature);
        } catch (JOSEException | GeneralSecurityException e) {
            return false; // a signature of the wrong form is not this key's
        }
    }

    /** Whether the other is the same key for the same use. */
    boolean sameAs(VerificationKey other) {
        return Objects.equals(id, other.id)
                && algorithms.equals(other.algorithms)
                && MessageDigest.isEqual(material, other.material);
    }

    /** What tells it from other keys; of a secret that is the id alone. */
    void describe(MessageDigest to) {
        to.update((id + " " + algorithms + "\n").getBytes(StandardCharsets.UTF_8));
        if (algorithms.stream().noneMatch(JwsAlgorithm::symmetric)) {
            to.update(material);
        }
    }

    /** The id and the algorithms; never the key. */
    @Override
    public String toString() {
        return "VerificationKey[" + id + ", " + algorithms + "]";
    }
}
