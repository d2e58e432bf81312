package dev.portcullis.audit.policy;

import dev.portcullis.gateway.policy.shape.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * The key of the checkpoints.
 *
 * @param key an Ed25519 key
 */
record SigningKey(PrivateKey key) {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    /** Reads PKCS#8 in PEM (RFC 7468). */
    static SigningKey of(Secret pem) {
        String text = pem.text();
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(
                    "a PEM file with an Ed25519 private key expected, as `openssl genpkey -algorithm ed25519` writes it");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
            return new SigningKey(KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(der)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("the signing key is no Ed25519 private key in PKCS#8", e);
        }
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "SigningKey";
    }
}
