package dev.portcullis.audit;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How requests and records wait for each other under one policy.
 *
 * @param whenFull what happens where no place is free
 * @param durable whether a record counts only once it is forced to the medium
 * @param patience how long a request waits for a place, or for its record, before it is refused
 */
public record AuditTerms(WhenFull whenFull, boolean durable, Duration patience) {
    /** Waits for a place for five seconds. */
    public static final AuditTerms DEFAULTS = new AuditTerms(WhenFull.BLOCK, false, Duration.ofSeconds(5));

    /** Checks that all is there. */
    public AuditTerms {
        requireNonNull(whenFull, "whenFull");
        requireNonNull(patience, "patience");
    }
}
