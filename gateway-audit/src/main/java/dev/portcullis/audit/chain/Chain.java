package dev.portcullis.audit.chain;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Links records: each carries its sequence number, the hash of the one before, its own hash and, with a key, an
 * authentication code under a key that is erased right after. A checkpoint is a record whose hash is signed.
 *
 * <p>The hash is SHA-256 over the canonical form (RFC 8785) of the record without {@code hash}, {@code mac} and
 * {@code signature}; the first record's {@code prev} is 64 zeros. Not thread-safe.
 */
public final class Chain {
    /** What the first record names as its predecessor. */
    public static final String GENESIS = "0".repeat(64);

    /** The event that each segment but the first begins with: whole segments may be removed, but no single record. */
    public static final String SEGMENT = "segment";

    private static final HexFormat HEX = HexFormat.of();

    private final @Nullable ChainKey key;
    private long seq;
    private String head;

    private Chain(@Nullable ChainKey key, long seq, String head) {
        this.key = key;
        this.seq = seq;
        this.head = head;
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

    /**
     * Links a record.
     *
     * @param members the record's own members; {@code seq}, {@code prev}, {@code hash} and {@code mac} are added
     * @return the line, without its end
     */
    public String append(Map<String, ? extends @Nullable Object> members) {
        return linked(members, null);
    }

    /**
     * Links a checkpoint and signs it.
     *
     * @param members the record's own members
     * @param signingKey an Ed25519 key
     */
    public String checkpoint(Map<String, ? extends @Nullable Object> members, PrivateKey signingKey) {
        return linked(members, requireNonNull(signingKey, "signingKey"));
    }

    private String linked(Map<String, ? extends @Nullable Object> members, @Nullable PrivateKey signingKey) {
        Map<String, @Nullable Object> record = new HashMap<>(members);
        record.put("seq", seq + 1);
        record.put("prev", head);
        byte[] hash = ChainKey.sha256(CanonicalJson.bytes(record));
        String hex = HEX.formatHex(hash);
        record.put("hash", hex);
        record.put("mac", key == null ? null : HEX.formatHex(key.macAndEvolve(hash)));
        if (signingKey != null) {
            record.put("signature", signature(signingKey, seq + 1, hex));
        }
        seq++;
        head = hex;
        return CanonicalJson.text(record);
    }

    /** What a checkpoint signs: that the record with this number has this hash. */
    static byte[] statement(long seq, String hash) {
        return ("portcullis audit checkpoint\n" + seq + "\n" + hash + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static String signature(PrivateKey signingKey, long seq, String hash) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(signingKey);
            signer.update(statement(seq, hash));
            return Base64.getEncoder().encodeToString(signer.sign());
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
        return head;
    }

    /** What must be kept to go on after a restart. */
    public ChainState state() {
        return new ChainState(seq, head, key == null ? null : key.toKeep());
    }
}
