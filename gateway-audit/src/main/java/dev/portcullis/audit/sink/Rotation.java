package dev.portcullis.audit.sink;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a file ends, and what becomes of it then.
 *
 * @param size a segment that has this many bytes is the last of its file
 * @param keep how long ended segments are kept, or {@code null} for ever
 * @param keepBytes how many bytes of ended segments are kept, or {@code null} for all
 * @param gzip whether ended segments are compressed
 */
public record Rotation(
        long size, @Nullable Duration keep, @Nullable Long keepBytes, boolean gzip) {
    /** A segment of 256 MiB, compressed and kept for ever. */
    public static final Rotation DEFAULTS = new Rotation(256L << 20, null, null, true);
}
