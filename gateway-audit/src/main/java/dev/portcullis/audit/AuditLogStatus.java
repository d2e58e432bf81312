package dev.portcullis.audit;

import org.jspecify.annotations.Nullable;

/**
 * The numbers of a log at one moment.
 *
 * @param records how many were written since it was opened
 * @param dropped how many found no place
 * @param depth how many places are taken now
 * @param waiting how many requests wait for one
 * @param failures how often a sink did not take what it was given
 * @param failing the sink that does not take it now, or {@code null}
 * @param head number and hash of the last record that was written
 */
public record AuditLogStatus(
        long records,
        long dropped,
        int depth,
        int waiting,
        long failures,
        @Nullable String failing,
        @Nullable String head) {}
