package dev.portcullis.auth.jwks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Public keys from PEM (RFC 7468), as {@code PUBLIC KEY} or {@code CERTIFICATE}. A key with an id serves the tokens that name
 * it; one without serves any token of its algorithm, whatever key the token names, as long as there is only one such key.
 *
 * @param keys the keys
 */
public record PemKeys(VerificationKeys keys) implements KeySource {
    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";

    /**
     * The key of one document.
     *
     * @param id the key id, or {@code null}
     * @throws IllegalArgumentException if it holds no key, more than one, or one that verifies no token
     */
    public static VerificationKey parse(@Nullable String id, byte[] pem) {
        List<PublicKey> found = new ArrayList<>();
        String text = new String(pem, US_ASCII);
        for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + 1)) {
            int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
            String label = labelEnd < 0 ? "" : text.substring(at + BEGIN.length(), labelEnd);
            int end = text.indexOf("-----END " + label + DASHES, at);
            if (labelEnd < 0 || end < 0) {
                throw new IllegalArgumentException("a PEM block does not end");
            }
            found.add(key(label, text.substring(labelEnd + DASHES.length(), end)));
        }
        if (found.size() != 1) {
            throw new IllegalArgumentException("one public key or certificate in PEM expected, found " + found.size());
        }
        return VerificationKey.of(id, found.get(0), null);
    }

    private static PublicKey key(String label, String base64) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            return switch (label) {
                case "PUBLIC KEY" -> publicKey(der);
                case "CERTIFICATE" ->
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der))
                            .getPublicKey();
                default ->
                    throw new IllegalArgumentException(
                            "PUBLIC KEY or CERTIFICATE expected; anything else, a private key above all, has no place here");
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the PEM block holds no key that can be read", e);
        }
    }

    private static PublicKey publicKey(byte[] der) throws GeneralSecurityException {
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                // a key of another kind
            }
        }
        throw new IllegalArgumentException("an RSA, EC or Ed25519 key expected");
    }

    @Override
    public CompletionStage<Lookup> find(JwsAlgorithm algorithm, @Nullable String id) {
        VerificationKey key = keys.get(algorithm, id);
        if (key == null) {
            key = nameless(algorithm);
        }
        return CompletableFuture.completedFuture(key == null ? new Lookup.Unknown() : new Lookup.Found(key));
    }

    private @Nullable VerificationKey nameless(JwsAlgorithm algorithm) {
        VerificationKey found = null;
        for (VerificationKey key : keys.keys()) {
            if (key.id() == null && key.serves(algorithm)) {
                if (found != null) {
                    return null;
                }
                found = key;
            }
        }
        return found;
    }

    @Override
    public long generation() {
        return 0;
    }
}
