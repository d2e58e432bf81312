package dev.portcullis.examples.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/** Signs tokens, and has the key set that verifies them. */
final class SignedTokens {
    private static final int RAW_KEY = 32;

    private final KeyPair keys;

    SignedTokens() throws GeneralSecurityException {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    String keySet() {
        byte[] encoded = keys.getPublic().getEncoded();
        String x = base64(Arrays.copyOfRange(encoded, encoded.length - RAW_KEY, encoded.length));
        return "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"k\",\"use\":\"sig\",\"x\":\"" + x + "\"}]}";
    }

    /** A token with these claims as they are. */
    String token(String claims) throws GeneralSecurityException {
        String input =
                base64("{\"alg\":\"EdDSA\",\"kid\":\"k\"}".getBytes(UTF_8)) + '.' + base64(claims.getBytes(UTF_8));
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(keys.getPrivate());
        signer.update(input.getBytes(UTF_8));
        return input + '.' + base64(signer.sign());
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
