package dev.portcullis.audit.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.DigestException;
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
    private static final byte[] FIRST = "portcullis audit first key".getBytes(US_ASCII);
    private static final byte[] NEXT = "portcullis next key".getBytes(US_ASCII);

    private static final int LENGTH = 32;
    private static final int BLOCK = 64;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    private final byte[] key;
    private final byte[] pad = new byte[BLOCK];
    private final MessageDigest digest = newDigest();

    private ChainKey(byte[] key) {
        if (key.length != LENGTH) {
            throw new IllegalArgumentException("a key of " + LENGTH + " bytes expected");
        }
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

    /**
     * Authenticates the hash of a record, and becomes the key of the next one.
     *
     * @param code takes the code
     */
    void macAndEvolve(byte[] hash, byte[] code) {
        pad(INNER);
        digest.update(hash);
        take(digest, code);
        pad(OUTER);
        digest.update(code);
        take(digest, code);
        evolve();
    }

    /** Authenticates the hash of a record, and becomes the key of the next one. */
    byte[] macAndEvolve(byte[] hash) {
        byte[] code = new byte[LENGTH];
        macAndEvolve(hash, code);
        return code;
    }

    /** Becomes the key of the next record. */
    void evolve() {
        digest.update(NEXT); // with the key no more than one block
        digest.update(key);
        take(digest, key);
        digest.reset(); // which leaves nothing of the key in it
    }

    /** Begins one half of HMAC (RFC 2104); the provider's own would leave copies of the key to the collector. */
    private void pad(byte with) {
        for (int i = 0; i < LENGTH; i++) {
            pad[i] = (byte) (key[i] ^ with);
        }
        Arrays.fill(pad, LENGTH, BLOCK, with);
        digest.update(pad);
        Arrays.fill(pad, (byte) 0);
    }

    /** Ends a digest of 32 bytes. */
    static void take(MessageDigest digest, byte[] to) {
        try {
            digest.digest(to, 0, LENGTH);
        } catch (DigestException e) {
            throw new IllegalStateException("a digest has its length", e);
        }
    }

    private void replace(byte[] next) {
        System.arraycopy(next, 0, key, 0, key.length);
        Arrays.fill(next, (byte) 0);
    }

    /** Takes an evolution back, while whoever found it wrong still has the key. */
    void restore(byte[] before) {
        replace(before);
    }

    /** A copy to keep over a restart. */
    byte[] toKeep() {
        return key.clone();
    }

    static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = newMac();
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("every JDK takes such a key", e);
        }
    }

    private static Mac newMac() {
        try {
            return Mac.getInstance("HmacSHA256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    static byte[] sha256(byte[] message) {
        return newDigest().digest(message);
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ChainKey";
    }
}
