package dev.portcullis.auth.apikey;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 (RFC 2104) under one secret. Thread-safe: each use starts from a copy of the keyed state. */
final class KeyMac {
    /** How many bytes a MAC has. */
    static final int LENGTH = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac keyed;

    KeyMac(byte[] secret) {
        if (secret.length == 0) {
            throw new IllegalArgumentException("the HMAC key is empty");
        }
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    byte[] of(String text) {
        try {
            return ((Mac) keyed.clone()).doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's " + ALGORITHM + " can be copied", e);
        }
    }
}
