package dev.portcullis.auth.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.auth.jwks.JwsAlgorithm;
import dev.portcullis.auth.jwks.VerificationKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;

/** Signs tokens, good and bad, without any JOSE library. */
final class TestTokens {
    static final String ISSUER = "https://idp.example";
    static final KeyPair RSA = pair("RSA", 2048);
    static final KeyPair EC = pair("EC", 256);
    static final KeyPair ED = pair("Ed25519", 255);

    private TestTokens() {}

    static VerificationKey rsaKey(String id) {
        return VerificationKey.of(id, RSA.getPublic(), null);
    }

    static VerificationKey ecKey(String id) {
        return VerificationKey.of(id, EC.getPublic(), null);
    }

    static VerificationKey edKey(String id) {
        return VerificationKey.of(id, ED.getPublic(), null);
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String encode(String text) {
        return encode(text.getBytes(UTF_8));
    }

    /** Signs with the key that the algorithm wants. */
    static String signed(JwsAlgorithm algorithm, String header, String claims) {
        String input = encode(header) + "." + encode(claims);
        return input + "." + encode(signature(algorithm, input.getBytes(UTF_8)));
    }

    static String rs256(String claims) {
        return signed(JwsAlgorithm.RS256, "{\"alg\":\"RS256\",\"kid\":\"r\"}", claims);
    }

    static byte[] signature(JwsAlgorithm algorithm, byte[] input) {
        try {
            Signature signer = switch (algorithm) {
                case RS256 -> Signature.getInstance("SHA256withRSA");
                case ES256 -> Signature.getInstance("SHA256withECDSAinP1363Format");
                case EdDSA -> Signature.getInstance("Ed25519");
                default -> throw new IllegalArgumentException(algorithm.name());
            };
            KeyPair keys = switch (algorithm) {
                case RS256 -> RSA;
                case ES256 -> EC;
                default -> ED;
            };
            signer.initSign(keys.getPrivate());
            signer.update(input);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (!algorithm.equals("Ed25519")) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
