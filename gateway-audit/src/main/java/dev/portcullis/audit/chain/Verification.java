package dev.portcullis.audit.chain;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a verifier found.
 *
 * @param result the verdict
 * @param records how many records were read up to the end, or up to the first bad one
 * @param segments how many files
 * @param first the sequence number of the first record, 0 without one
 * @param last the sequence number of the last good record, 0 without one
 * @param unsealed how many records no checkpoint vouches for: those behind the last good one, with the first bad record and
 *     all that follow it; without a key that is all of them
 * @param brokenAt the first bad record, or {@code null}
 */
public record Verification(
        Result result,
        long records,
        int segments,
        long first,
        long last,
        long unsealed,
        @Nullable Break brokenAt) {
    /** The verdicts. */
    public enum Result {
        /** Nothing is broken, and a checkpoint's signature says so. */
        INTACT,
        /** Something is broken. */
        BROKEN,
        /** Nothing is broken, but there was no key or no checkpoint to prove it. */
        UNSIGNED
    }

    /** How a record is bad. */
    public enum Reason {
        /** Its content is not what was written. */
        EDITED,
        /** Records before it are missing. */
        MISSING,
        /** It was not written here. */
        INSERTED,
        /** It was written elsewhere in the order. */
        REORDERED,
        /** The end is missing. */
        TRUNCATED,
        /** A checkpoint's signature is not by the key. */
        SIGNATURE
    }

    /**
     * The first bad record.
     *
     * @param file the name of its file
     * @param line its line, from 1
     * @param seq the sequence number that was expected there
     * @param reason how it is bad
     */
    public record Break(String file, long line, long seq, Reason reason) {
        /** Checks the parts. */
        public Break {
            requireNonNull(file, "file");
            requireNonNull(reason, "reason");
        }
    }

    /** Checks the verdict. */
    public Verification {
        requireNonNull(result, "result");
    }

    /** One line of JSON. */
    public String toJson() {
        Map<String, @Nullable Object> json = new HashMap<>();
        json.put("result", result.name().toLowerCase(Locale.ROOT));
        json.put("records", records);
        json.put("segments", segments);
        json.put("first", first);
        json.put("last", last);
        json.put("unsealed", unsealed);
        json.put(
                "broken_at",
                brokenAt == null
                        ? null
                        : Map.of(
                                "file", brokenAt.file(),
                                "line", brokenAt.line(),
                                "seq", brokenAt.seq(),
                                "reason", brokenAt.reason().name().toLowerCase(Locale.ROOT)));
        return CanonicalJson.text(json);
    }
}
