package dev.portcullis.audit;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.RefusedHead;
import java.security.SecureRandom;

/** A log and what a policy keeps from it: what the filters of one policy share. Thread-safe. */
public final class AuditRecorder {
    private static final byte[] PROCESS_KEY = new byte[32];

    static {
        new SecureRandom().nextBytes(PROCESS_KEY);
    }

    final AuditLog log;
    final Redactor redactor;

    /** Records of one policy in one log. */
    public AuditRecorder(AuditLog log, Redaction redaction) {
        this.log = requireNonNull(log, "log");
        this.redactor = new Redactor(redaction, PROCESS_KEY);
    }

    /** Records a request that was refused before the first filter. It cannot wait: without a place it is counted. */
    public void refused(RefusedHead head, Outcome outcome) {
        log.offer(ExchangeFacts.ofRefused(head, outcome, redactor));
    }
}
