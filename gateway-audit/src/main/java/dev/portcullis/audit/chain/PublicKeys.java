package dev.portcullis.audit.chain;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads the keys that checkpoints are checked with. */
public final class PublicKeys {
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";

    private PublicKeys() {}

    /**
     * All Ed25519 keys of a PEM file (RFC 7468), as {@code openssl pkey -pubout} writes them.
     *
     * @throws IllegalArgumentException if there is none, or one is no such key
     */
    public static List<PublicKey> ofPem(String pem) {
        List<PublicKey> keys = new ArrayList<>();
        int begin = pem.indexOf(BEGIN);
        while (begin >= 0) {
            int end = pem.indexOf(END, begin);
            if (end < 0) {
                break;
            }
            keys.add(key(pem.substring(begin + BEGIN.length(), end)));
            begin = pem.indexOf(BEGIN, end);
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a PEM file with an Ed25519 public key expected");
        }
        return keys;
    }

    private static PublicKey key(String base64) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the public key is no Ed25519 key", e);
        }
    }
}
