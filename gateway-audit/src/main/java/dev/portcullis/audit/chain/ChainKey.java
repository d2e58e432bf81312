package dev.portcullis.audit.chain;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that authenticates the next record. After each record it is replaced by a one-way function of itself and erased:
 * whoever takes the process over learns nothing that would let them forge an earlier record (forward security).
 *
 * <p>Not thread-safe.
 */
final class ChainKey {
    private static final byte[] FIRST =
            "portcullis audit first key".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] NEXT = "portcullis audit next key".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final byte[] key;

    private ChainKey(byte[] key) {
        this.key = key;
    }

    /** The key of record 1. */
    static ChainKey first(byte[] secret) {
        return new ChainKey(hmac(secret, FIRST));
    }

    /** A key that was kept over a restart. */
    static ChainKey resumed(byte[] kept) {
        return new ChainKey(kept.clone());
    }

    /** Authenticates the hash of a record, and becomes the key of the next one. */
    byte[] macAndEvolve(byte[] hash) {
        byte[] mac = hmac(key, hash);
        evolve();
        return mac;
    }

    /** Becomes the key of the next record. */
    void evolve() {
        byte[] next = hmac(key, NEXT);
        System.arraycopy(next, 0, key, 0, key.length);
        Arrays.fill(next, (byte) 0);
    }

    /** A copy to keep over a restart. */
    byte[] toKeep() {
        return key.clone();
    }

    static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    static byte[] sha256(byte[] message) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(message);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ChainKey";
    }
}
