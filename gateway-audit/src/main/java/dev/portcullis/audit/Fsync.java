package dev.portcullis.audit;

/** When records are forced to the medium, and so what a crash can lose. */
public enum Fsync {
    /**
     * Before anyone is told that a record is written: nothing of what was acknowledged is lost, not even with the power. One
     * force serves all records that came while the one before ran.
     */
    EVERY_RECORD,
    /**
     * Once a second. A crash of the process loses what it still held, milliseconds of records; a crash of the system or of the
     * power up to a second more.
     */
    EVERY_SECOND,
    /** When the system likes. A crash of the process loses milliseconds of records; one of the system what it had not written. */
    NEVER
}
