/** The audit trail: complete, private and provably unedited. */
@org.jspecify.annotations.NullMarked
package dev.portcullis.audit;
