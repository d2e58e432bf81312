package dev.portcullis.audit;

/** What happens to a request whose record finds no place, because the sinks do not keep up. */
public enum WhenFull {
    /** It waits for a place, without holding a thread, and is refused where none comes in time. No record is lost. */
    BLOCK,
    /** It goes on without a record; how many did so is a record of its own. */
    DROP_AND_COUNT,
    /** As {@link #BLOCK}, but what a slow sink other than a file cannot take waits in a file. */
    SPILL_TO_DISK
}
