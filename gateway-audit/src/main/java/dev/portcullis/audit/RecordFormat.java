package dev.portcullis.audit;

import dev.portcullis.audit.chain.CanonicalRecord;

/**
 * Writes events as records; the one place where a format is defined. The chain adds {@code hash}, {@code mac}, {@code prev},
 * {@code seq} and {@code signature} to every record at its top level, whatever the format. Implementations are stateless or
 * confined to one log's writer, which alone calls them.
 */
public interface RecordFormat {
    /** The members of the event, in canonical order of their names (RFC 8785, section 3.2.3). */
    void write(AuditEvent event, CanonicalRecord out);
}
