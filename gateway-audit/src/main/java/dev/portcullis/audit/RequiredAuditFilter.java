package dev.portcullis.audit;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Verdict;

/**
 * No record, no access: a request goes on to the handler only with places for its records, and where records are durable only
 * once its intent is; its answer leaves only once a record of it is accepted. Belongs at
 * {@link dev.portcullis.gateway.Stage#AUDIT_REQUIRED}, after an {@link AuditFilter}.
 */
public final class RequiredAuditFilter implements Filter {
    private final AuditTerms terms;

    /** A filter under these terms. */
    public RequiredAuditFilter(AuditTerms terms) {
        this.terms = requireNonNull(terms, "terms");
    }

    @Override
    public String name() {
        return "audit-required";
    }

    @Override
    public Verdict onRequest(Exchange exchange) {
        AuditedExchange audited = exchange.get(AuditFilter.KEY).orElse(null);
        return audited == null
                ? Decision.reject(Reason.UNAVAILABLE, "audit.unavailable", "nothing records this exchange")
                : audited.require(terms);
    }
}
