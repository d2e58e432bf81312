package dev.portcullis.audit.chain;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The two digests of a record that was read. Its content is SHA-256 over the canonical form (RFC 8785) of the record without
 * {@code hash}, {@code mac} and {@code signature}; its code is made of that. Its hash is its content where it has no code, and
 * else SHA-256 over content and code, so that a change of the code alone is seen without any key.
 *
 * @param content the digest of what it tells
 * @param hash what the next record names
 */
@SuppressWarnings("ArrayRecordComponent") // looked at, not compared
record RecordHash(byte[] content, byte[] hash) {
    private static final HexFormat HEX = HexFormat.of();
    private static final int CODE = 64;

    /** The digests of a record; {@code null} where its code is none. */
    static @Nullable RecordHash of(Map<String, @Nullable Object> record) {
        Map<String, @Nullable Object> told = new HashMap<>(record);
        told.remove("hash");
        told.remove("mac");
        told.remove("signature");
        byte[] content = ChainKey.sha256(CanonicalJson.bytes(told));
        Object mac = record.get("mac");
        if (mac == null) {
            return new RecordHash(content, content);
        }
        byte[] code = mac instanceof String text ? code(text) : null;
        if (code == null) {
            return null;
        }
        byte[] both = new byte[content.length + code.length];
        System.arraycopy(content, 0, both, 0, content.length);
        System.arraycopy(code, 0, both, content.length, code.length);
        return new RecordHash(content, ChainKey.sha256(both));
    }

    private static byte @Nullable [] code(String text) {
        try {
            byte[] code = text.length() == CODE ? HEX.parseHex(text) : null;
            return code != null && HEX.formatHex(code).equals(text) ? code : null; // no capital letters
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether the record names this hash. */
    boolean isIn(Map<String, @Nullable Object> record) {
        return HEX.formatHex(hash).equals(record.get("hash"));
    }
}
