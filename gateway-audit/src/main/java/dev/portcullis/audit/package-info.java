/**
 * An audit trail that is complete, private and provably unedited.
 *
 * <p>Starting points: {@link dev.portcullis.audit.AuditLog} writes a trail, {@link dev.portcullis.audit.AuditFilter} fills it,
 * {@link dev.portcullis.audit.RecordFormat} says what a record looks like.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.audit;
