package dev.portcullis.audit;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Key;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.Verdict;

/**
 * Writes one record an exchange, at its end. The place for it is reserved before anything else happens; where none is free,
 * the exchange waits for one or goes on without, as {@link WhenFull} says. Belongs at
 * {@link dev.portcullis.gateway.Stage#AUDIT}.
 */
public final class AuditFilter implements Filter {
    static final Key<AuditedExchange> KEY = Key.of("audited-exchange", AuditedExchange.class);

    private static final Rejection FULL = Rejection.of(Reason.UNAVAILABLE, "audit.full", "no place for the record");

    private final AuditRecorder recorder;
    private final AuditTerms terms;

    /** A filter that writes to the recorder's log. */
    public AuditFilter(AuditRecorder recorder, AuditTerms terms) {
        this.recorder = requireNonNull(recorder, "recorder");
        this.terms = requireNonNull(terms, "terms");
    }

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public Verdict onRequest(Exchange exchange) {
        AuditedExchange audited = new AuditedExchange(exchange, recorder);
        exchange.put(KEY, audited);
        exchange.onComplete(audited::ended);
        if (audited.reserve() || terms.whenFull() == WhenFull.DROP_AND_COUNT) {
            return Decision.CONTINUE;
        }
        return Verdict.defer(
                audited.whenReserved().thenApply(there -> there ? Decision.CONTINUE : Decision.reject(FULL)),
                terms.patience(),
                Decision.reject(FULL));
    }
}
