package dev.portcullis.audit.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Links records: each carries its sequence number, the hash of the one before, its own hash and, with a key, an
 * authentication code under a key that is erased right after. A checkpoint is a record whose hash is signed.
 *
 * <p>The content of a record is SHA-256 over its canonical form (RFC 8785) without {@code hash}, {@code mac} and
 * {@code signature}. The code is HMAC-SHA-256 over the content; the hash is the content where there is no code, else SHA-256
 * over content and code. The first record's {@code prev} is 64 zeros. Not thread-safe.
 */
public final class Chain {
    /** What the first record names as its predecessor. */
    public static final String GENESIS = "0".repeat(64);

    /** The event that each segment but the first begins with: whole segments may be removed, but no single record. */
    public static final String SEGMENT = "segment";

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(US_ASCII);
    private static final byte[] HASH = "\"hash\":\"".getBytes(US_ASCII);
    private static final byte[] MAC = "\"mac\":\"".getBytes(US_ASCII);
    private static final byte[] NO_MAC = "\"mac\":null,".getBytes(US_ASCII);
    private static final byte[] SIGNATURE = "\"signature\":\"".getBytes(US_ASCII);
    private static final byte[] LAST_SIGNATURE = ",\"signature\":\"".getBytes(US_ASCII);
    private static final byte[] QUOTE = "\"".getBytes(US_ASCII);
    private static final byte[] QUOTED = "\",".getBytes(US_ASCII);

    private final @Nullable ChainKey key;
    private final MessageDigest digest = ChainKey.newDigest();
    private final CanonicalRecord record = new CanonicalRecord();
    private final byte[] hash = new byte[32];
    private final byte[] code = new byte[32];
    private final byte[] codeText = new byte[64];
    /** The hash of the last record in hexadecimal digits. */
    private final byte[] head;

    private long seq;

    private Chain(@Nullable ChainKey key, long seq, String head) {
        this.key = key;
        this.seq = seq;
        this.head = head.getBytes(US_ASCII);
    }

    /**
     * A chain whose next record is the first.
     *
     * @param macSecret from which the keys of all records follow, or {@code null} for none
     */
    public static Chain start(byte @Nullable [] macSecret) {
        return new Chain(macSecret == null ? null : ChainKey.first(macSecret), 0, GENESIS);
    }

    /** A chain that goes on after the state that was kept. */
    public static Chain resume(ChainState state) {
        byte[] kept = state.key();
        return new Chain(kept == null ? null : ChainKey.resumed(kept), state.seq(), state.head());
    }

    /** Begins the next record; its members are written to what is returned, then {@link #append} or {@link #checkpoint}. */
    public CanonicalRecord begin() {
        record.begin(seq + 1, head);
        return record;
    }

    /** Links the record that was begun, and adds its line to the batch. */
    public void append(LineBatch to) {
        link(to, null);
    }

    /**
     * Links the record that was begun, signs it, and adds its line to the batch.
     *
     * @param signingKey an Ed25519 key
     */
    public void checkpoint(LineBatch to, PrivateKey signingKey) {
        link(to, requireNonNull(signingKey, "signingKey"));
    }

    private void link(LineBatch to, @Nullable PrivateKey signingKey) {
        record.end();
        byte[] bytes = record.bytes();
        digest.update(bytes, 0, record.length());
        ChainKey.take(digest, hash);
        if (key != null) {
            key.macAndEvolve(hash, code);
            digest.update(hash);
            digest.update(code);
            ChainKey.take(digest, hash);
        }
        hex(hash, head);
        to.append(bytes, 0, record.hashAt());
        to.append(HASH);
        to.append(head);
        to.append(QUOTED);
        to.append(bytes, record.hashAt(), record.macAt());
        if (key == null) {
            to.append(NO_MAC);
        } else {
            hex(code, codeText);
            to.append(MAC);
            to.append(codeText);
            to.append(QUOTED);
        }
        int rest = record.macAt();
        if (signingKey != null) {
            byte[] signed = signature(signingKey, seq + 1, head());
            int at = Math.min(record.signatureAt(), record.length() - 1);
            to.append(bytes, rest, at);
            to.append(at == record.signatureAt() ? SIGNATURE : LAST_SIGNATURE);
            to.append(signed);
            to.append(at == record.signatureAt() ? QUOTED : QUOTE);
            rest = at;
        }
        to.append(bytes, rest, record.length());
        to.endLine();
        seq++;
    }

    private static void hex(byte[] bytes, byte[] text) {
        for (int i = 0; i < bytes.length; i++) {
            text[2 * i] = DIGITS[bytes[i] >> 4 & 15];
            text[2 * i + 1] = DIGITS[bytes[i] & 15];
        }
    }

    /** What a checkpoint signs: that the record with this number has this hash. */
    static byte[] statement(long seq, String hash) {
        return ("portcullis audit checkpoint\n" + seq + "\n" + hash + "\n").getBytes(US_ASCII);
    }

    private static byte[] signature(PrivateKey signingKey, long seq, String hash) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(signingKey);
            signer.update(statement(seq, hash));
            return Base64.getEncoder().encode(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the signing key of the audit trail is no Ed25519 key");
        }
    }

    /** The number of the last record, 0 before the first. */
    public long seq() {
        return seq;
    }

    /** The hash of the last record. */
    public String head() {
        return new String(head, US_ASCII);
    }

    /** What must be kept to go on after a restart. */
    public ChainState state() {
        return new ChainState(seq, head(), key == null ? null : key.toKeep());
    }
}
