package dev.portcullis.audit;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.ResponseHead;
import dev.portcullis.gateway.Verdict;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The records without which one exchange does not pass. Its calls never overlap, as those of its exchange. */
final class RequiredRecords {
    private static final Rejection FULL =
            Rejection.of(Reason.UNAVAILABLE, "audit.full", "no place for a record that is required");
    private static final Rejection NOT_WRITTEN =
            Rejection.of(Reason.UNAVAILABLE, "audit.unavailable", "a record that is required was not written");

    private final Exchange exchange;
    private final AuditRecorder recorder;
    private final int weight;
    private final AuditTerms terms;
    private int places;
    private @Nullable CompletableFuture<Boolean> promised;
    private boolean answered;
    private boolean over;

    RequiredRecords(Exchange exchange, AuditRecorder recorder, int weight, AuditTerms terms) {
        this.exchange = exchange;
        this.recorder = recorder;
        this.weight = weight;
        this.terms = terms;
    }

    /**
     * Reserves the places, and subscribes to the response.
     *
     * @param lastHasPlace whether the record of the end has one
     */
    Verdict begin(boolean lastHasPlace) {
        if (!recorder.log.isWriting()) {
            return Decision.reject(NOT_WRITTEN);
        }
        exchange.inspectResponse(this::answered);
        int needed = terms.durable() ? 2 : 1;
        if (!lastHasPlace) {
            return Decision.reject(FULL);
        }
        if (recorder.log.ring().tryReserve(needed, needed * weight)) {
            places = needed;
            return intent();
        }
        if (terms.whenFull() == WhenFull.DROP_AND_COUNT) {
            return Decision.reject(FULL);
        }
        CompletableFuture<Boolean> promise = recorder.log.ring().reserve(needed, needed * weight);
        promised = promise;
        return Verdict.defer(
                promise.thenCompose(there -> there ? reserved(needed) : refused(FULL)),
                terms.patience(),
                Decision.reject(FULL));
    }

    /** On the thread that found the places, while the exchange may end elsewhere. */
    private synchronized CompletableFuture<Decision> reserved(int count) {
        if (over) {
            recorder.log.ring().release(count, count * weight);
            return refused(FULL);
        }
        places = count;
        return terms.durable() ? written("intent", 0) : CompletableFuture.completedFuture(Decision.CONTINUE);
    }

    private static CompletableFuture<Decision> refused(Rejection why) {
        return CompletableFuture.completedFuture(Decision.reject(why));
    }

    private Verdict intent() {
        return terms.durable()
                ? Verdict.defer(written("intent", 0), terms.patience(), Decision.reject(NOT_WRITTEN))
                : Decision.CONTINUE;
    }

    /** The head is held here until its record is accepted, and where records are durable until it is that. */
    private synchronized Verdict answered(ResponseHead head) {
        if (places == 0 || answered) {
            return Decision.reject(NOT_WRITTEN);
        }
        answered = true;
        if (!terms.durable()) {
            places--;
            recorder.log.put(
                    ExchangeFacts.ofMoment("exchange", exchange, head.status(), recorder.redactor, weight, null));
            return Decision.CONTINUE;
        }
        return Verdict.defer(written("exchange", head.status()), terms.patience(), Decision.reject(NOT_WRITTEN));
    }

    private synchronized CompletableFuture<Decision> written(String kind, int status) {
        CompletableFuture<Boolean> promise = new CompletableFuture<>();
        places--;
        recorder.log.put(ExchangeFacts.ofMoment(kind, exchange, status, recorder.redactor, weight, promise));
        return promise.thenApply(there -> there ? Decision.CONTINUE : Decision.reject(NOT_WRITTEN));
    }

    /**
     * The exchange is over: gives back what was not used.
     *
     * @return whether the response's record was written
     */
    boolean end() {
        CompletableFuture<Boolean> promise = promised;
        if (promise != null) {
            promise.complete(false);
        }
        return release();
    }

    private synchronized boolean release() {
        over = true;
        if (places > 0) {
            recorder.log.ring().release(places, places * weight);
            places = 0;
        }
        return answered;
    }
}
