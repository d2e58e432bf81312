package dev.portcullis.audit.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.audit.chain.Verification.Break;
import dev.portcullis.audit.chain.Verification.Reason;
import dev.portcullis.audit.chain.Verification.Result;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One pass over a trail, record by record; what follows the first bad one is counted, and nothing of it believed. */
final class Walk {
    private static final HexFormat HEX = HexFormat.of();

    private final List<PublicKey> publicKeys;
    private final @Nullable ChainKey key;
    private final @Nullable String expectedHead;

    private String file = "";
    private boolean lastSegment;
    private long line;
    private long records;
    private long first;
    private long seq;
    private long sealed;
    private String head = Chain.GENESIS;
    private boolean headSeen;
    private @Nullable Break broken;
    private long following;

    Walk(List<PublicKey> publicKeys, @Nullable ChainKey key, @Nullable String expectedHead) {
        this.publicKeys = publicKeys;
        this.key = key;
        this.expectedHead = expectedHead;
        this.headSeen = expectedHead == null || expectedHead.equals("0:" + Chain.GENESIS);
    }

    void enter(Path segment, boolean last) {
        file = String.valueOf(segment.getFileName());
        lastSegment = last;
        line = 0;
    }

    /** A line without its end: still being written in the last segment, cut off in any other. */
    void openEnd() {
        line++;
        if (broken != null) {
            following++;
        } else if (!lastSegment) {
            following++;
            broken = new Break(file, line, seq + 1, Reason.TRUNCATED);
        }
    }

    void line(byte[] bytes, int length) {
        line++;
        String text = new String(bytes, 0, length, UTF_8);
        Break first = broken;
        if (first != null) {
            following++;
            if (first.reason() == Reason.MISSING && isExpected(text)) {
                broken = new Break(first.file(), first.line(), first.seq(), Reason.REORDERED);
            }
            return;
        }
        Map<String, @Nullable Object> record = RecordReader.read(text);
        Reason bad = record == null || !isCanonical(record, bytes, length) ? Reason.EDITED : judge(record);
        if (bad != null) {
            broken = new Break(file, line, seq + 1, bad);
            following++;
        }
    }

    /** Compared as bytes: several broken ones become the same character. */
    private static boolean isCanonical(Map<String, @Nullable Object> record, byte[] bytes, int length) {
        byte[] canonical = CanonicalJson.bytes(record);
        return Arrays.equals(canonical, 0, canonical.length, bytes, 0, length);
    }

    /** Whether this is the record that was missing further up. */
    private boolean isExpected(String text) {
        Map<String, @Nullable Object> record = RecordReader.read(text);
        return record != null
                && record.get("seq") instanceof Long number
                && number == seq + 1
                && head.equals(record.get("prev"));
    }

    private @Nullable Reason judge(Map<String, @Nullable Object> record) {
        if (!(record.get("seq") instanceof Long number) || !(record.get("hash") instanceof String hash)) {
            return Reason.EDITED;
        }
        RecordHash actual = RecordHash.of(record);
        if (actual == null || !actual.isIn(record)) {
            return Reason.EDITED;
        }
        if (records == 0 && number > 1 && !isSegment(record)) {
            return Reason.MISSING;
        }
        if (records == 0 && number >= 1) {
            begin(number, String.valueOf(record.get("prev")));
        }
        if (number != seq + 1) {
            return number > seq + 1 ? Reason.MISSING : Reason.INSERTED;
        }
        if (!head.equals(record.get("prev"))) {
            return Reason.INSERTED;
        }
        if (key != null && !HEX.formatHex(key.macAndEvolve(actual.content())).equals(record.get("mac"))) {
            return Reason.EDITED;
        }
        boolean checkpoint = record.containsKey("signature");
        if (checkpoint && !publicKeys.isEmpty() && !signed(number, hash, record.get("signature"))) {
            return Reason.SIGNATURE;
        }
        accept(number, hash, checkpoint);
        return null;
    }

    /** The word stands where the format has it. */
    private static boolean isSegment(Map<String, @Nullable Object> record) {
        Object event = record.get("event");
        return Chain.SEGMENT.equals(event instanceof Map<?, ?> ecs ? ecs.get("action") : event);
    }

    /** The oldest segments may be gone, as retention wants; the first record of the next one says where the trail begins. */
    private void begin(long number, String prev) {
        first = number;
        seq = number - 1;
        if (number > 1) {
            head = prev;
        }
        for (long i = 1; key != null && i < number; i++) {
            key.evolve();
        }
    }

    private void accept(long number, String hash, boolean checkpoint) {
        seq = number;
        head = hash;
        records++;
        if (checkpoint && !publicKeys.isEmpty()) {
            sealed = number;
        }
        if (!headSeen && Objects.equals(expectedHead, number + ":" + hash)) {
            headSeen = true;
        }
    }

    private boolean signed(long number, String hash, @Nullable Object signature) {
        for (PublicKey key : publicKeys) {
            if (signed(key, number, hash, signature)) {
                return true;
            }
        }
        return false;
    }

    private static boolean signed(PublicKey key, long number, String hash, @Nullable Object signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(Chain.statement(number, hash));
            if (!(signature instanceof String text)) {
                return false;
            }
            byte[] bytes = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(bytes).equals(text) && verifier.verify(bytes);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    Verification verdict(int segments) {
        if (broken == null && !headSeen) {
            broken = new Break(file, line + 1, seq + 1, Reason.TRUNCATED);
        }
        long unsealed = following + (records == 0 ? 0 : seq - Math.max(sealed, first - 1));
        Result result =
                broken != null ? Result.BROKEN : !publicKeys.isEmpty() && sealed > 0 ? Result.INTACT : Result.UNSIGNED;
        return new Verification(result, records, segments, first, seq, unsealed, broken);
    }
}
