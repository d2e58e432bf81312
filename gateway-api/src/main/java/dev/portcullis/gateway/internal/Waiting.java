package dev.portcullis.gateway.internal;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Defer;
import dev.portcullis.gateway.FilterVerdict;
import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.host.Step;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The waits of one exchange for deferred verdicts: they begin inside the gate and end at home. */
final class Waiting {
    private final LivePassage passage;
    private final LiveExchange x;
    private final Engine engine;
    private final Executor home;
    private @Nullable CompletableFuture<Step> promise;

    Waiting(LivePassage passage, Executor home) {
        this.passage = passage;
        this.x = passage.x;
        this.engine = passage.x.engine;
        this.home = home;
    }

    /** Waits for a verdict, or judges it at once if it is there; {@code null}: go on. */
    @Nullable
    Step defer(Defer defer, int filter) {
        Parking parking = new Parking(this, defer, filter);
        try {
            parking.listen();
        } catch (Throwable t) {
            return passage.failed(filter, t);
        }
        Parking.Settled settled = parking.settled();
        if (settled != null) {
            return decide(parking, settled);
        }
        if (!engine.park()) {
            parking.abandon();
            return passage.refuse(
                    Rejection.of(Reason.UNAVAILABLE, "gateway.parked", "too many exchanges wait for a verdict"),
                    null,
                    null);
        }
        x.startTimer();
        x.parking = parking;
        if (x.timer != null) {
            parking.since = engine.nanoTime.getAsLong();
        }
        if (promise == null) {
            promise = new CompletableFuture<>();
        }
        boolean pending;
        try {
            pending = parking.pend(engine.scheduler);
        } catch (Throwable t) {
            parking.abandon();
            x.parking = null;
            engine.unpark();
            return passage.failed(filter, t);
        }
        if (pending) {
            return new Step.Park(requireNonNull(promise));
        }
        x.parking = null;
        engine.unpark();
        return decide(parking, requireNonNull(parking.settled()));
    }

    private @Nullable Step decide(Parking parking, Parking.Settled settled) {
        Decision decision = settled.decision();
        if (decision != null) {
            return passage.judge(decision, parking.filter);
        }
        Throwable failure = requireNonNull(settled.failure());
        Decision otherwise = parking.defer.otherwise();
        if (otherwise == Decision.CONTINUE && !engine.plan.failsOpen(parking.filter)) {
            return passage.failed(parking.filter, failure);
        }
        x.record(new FilterVerdict(engine.plan.name(parking.filter), Mode.ENFORCE, null, failure));
        return passage.judge(otherwise, parking.filter);
    }

    /** A pending verdict was settled, on whatever thread: the exchange goes on at home. */
    void wake(Parking parking) {
        engine.unpark();
        try {
            home.execute(() -> resume(parking));
        } catch (Throwable t) {
            lost(t);
        }
    }

    private void resume(Parking parking) {
        CompletableFuture<Step> waiting = requireNonNull(promise);
        Step step = Replies.CLOSED;
        if (x.enterAfterOthers()) {
            try {
                x.parking = null;
                if (x.timer != null) {
                    x.timer.waited(parking.filter, parking.since);
                }
                Step decided = decide(parking, requireNonNull(parking.settled()));
                step = decided == null ? passage.proceed() : decided;
            } catch (Throwable t) {
                step = passage.broken(t);
            }
            if (!(step instanceof Step.Park)) {
                promise = null;
            }
            step = passage.leave(step);
        }
        if (!(step instanceof Step.Park)) {
            waiting.complete(step);
        }
    }

    /** The home executor takes no task any more: no filter code runs, and whoever waits is told. */
    private void lost(Throwable t) {
        engine.complaints.homeRefused(t);
        CompletableFuture<Step> waiting = requireNonNull(promise);
        Step step = Replies.CLOSED;
        if (x.enterAfterOthers()) {
            x.parking = null;
            step = passage.leave(passage.stranded(t));
        }
        waiting.complete(step);
    }

    /** The exchange ended while its verdict was pending. */
    void dissolve() {
        engine.unpark();
        CompletableFuture<Step> waiting = requireNonNull(promise);
        try {
            home.execute(() -> waiting.complete(Replies.CLOSED));
        } catch (Throwable t) {
            waiting.complete(Replies.CLOSED);
        }
    }
}
