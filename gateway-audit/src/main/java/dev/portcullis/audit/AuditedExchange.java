package dev.portcullis.audit;

import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.RuleMatches;
import dev.portcullis.gateway.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What the log owes one exchange: the places that it holds, and which of its records are written. Its calls never overlap, as
 * those of its exchange.
 */
final class AuditedExchange {
    private final Exchange exchange;
    private final AuditRecorder recorder;
    private final int weight;
    private boolean reserved;
    private @Nullable CompletableFuture<Boolean> promised;
    private @Nullable RequiredRecords required;

    AuditedExchange(Exchange exchange, AuditRecorder recorder) {
        this.exchange = exchange;
        this.recorder = recorder;
        this.weight = ExchangeFacts.weightOf(exchange.request());
    }

    /** Reserves the place of the last record. */
    boolean reserve() {
        reserved = recorder.log.ring().tryReserve(1, weight);
        return reserved;
    }

    /** Reserves it when there is one. */
    CompletionStage<Boolean> whenReserved() {
        CompletableFuture<Boolean> promise = recorder.log.ring().reserve(1, weight);
        promised = promise;
        return promise;
    }

    /** Whether the place of the last record is this exchange's. */
    private boolean hasPlace() {
        CompletableFuture<Boolean> promise = promised;
        if (promise != null) {
            reserved = !promise.complete(false) && promise.getNow(false);
            promised = null;
        }
        return reserved;
    }

    /**
     * Sees to it that nothing passes without its records: reserves their places, has the intent written where records are
     * durable, and holds the response until its own record is accepted.
     */
    Verdict require(AuditTerms terms) {
        required = new RequiredRecords(exchange, recorder, weight, terms);
        return required.begin(hasPlace());
    }

    /** The exchange is over. */
    void ended(Outcome outcome) {
        RequiredRecords before = required;
        String kind = before != null && before.end() ? "exchange.end" : "exchange";
        boolean place = hasPlace() || recorder.log.ring().tryReserve(1, weight);
        if (!place) {
            recorder.log.drop();
            return;
        }
        int more = matchesOf(outcome);
        if (more > 0) {
            recorder.log.ring().more(more);
        }
        recorder.log.put(ExchangeFacts.ofEnd(kind, exchange, outcome, recorder.redactor, weight + more));
    }

    private int matchesOf(Outcome outcome) {
        RuleMatches matches = exchange.get(RuleMatches.KEY).orElse(RuleMatches.NONE);
        Rejection rejection = outcome.rejection();
        if (rejection == null || rejection.matches().equals(matches)) {
            return ExchangeFacts.weightOf(matches);
        }
        return ExchangeFacts.weightOf(matches) + ExchangeFacts.weightOf(rejection.matches());
    }
}
