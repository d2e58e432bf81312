package dev.portcullis.audit.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The key that authenticates the next record. After each record it is replaced by a one-way function of itself and erased:
 * whoever takes the process over learns nothing that would let them forge an earlier record (forward security).
 *
 * <p>Not thread-safe.
 */
final class ChainKey {
    private static final byte[] FIRST = "portcullis audit first key".getBytes(US_ASCII);
    private static final byte[] NEXT = "portcullis audit next key".getBytes(US_ASCII);

    private final byte[] key;
    private final Mac mac = newMac();
    private final Lent lent = new Lent();

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
        init();
        byte[] code = mac.doFinal(hash); // which leaves it ready for the same key again
        replace(mac.doFinal(NEXT));
        return code;
    }

    /** Becomes the key of the next record. */
    void evolve() {
        init();
        replace(mac.doFinal(NEXT));
    }

    private void init() {
        try {
            mac.init(lent);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("every JDK takes such a key", e);
        } finally {
            lent.erase();
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

    /** The key as the provider takes it, without a copy that nobody erases. */
    private final class Lent implements SecretKey {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // never written
        private transient byte @Nullable [] copy;

        @Override
        public String getAlgorithm() {
            return "HmacSHA256";
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            erase();
            byte[] lending = key.clone();
            copy = lending;
            return lending;
        }

        void erase() {
            byte[] given = copy;
            if (given != null) {
                Arrays.fill(given, (byte) 0);
                copy = null;
            }
        }
    }
}
