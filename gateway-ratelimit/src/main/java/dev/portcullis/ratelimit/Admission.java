package dev.portcullis.ratelimit;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Scheduler;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.ratelimit.bucket.Claim;
import dev.portcullis.ratelimit.bucket.Claims;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request before its limits: let through, refused, delayed, or in line. What it holds is given back when the exchange
 * ends, however that is.
 */
final class Admission implements Consumer<Outcome> {
    /** Beyond the time that the limit itself keeps; the engine's own deadline is only for when that fails. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private final Exchange exchange;
    private final Taking[] takings;
    private final Claim[] claims;
    private final Scheduler scheduler;
    private Scheduler.@Nullable Timer timer;
    private @Nullable Taking inLine;
    private final CompletableFuture<Decision> later = new CompletableFuture<>();

    Admission(Exchange exchange, Taking[] takings, Scheduler scheduler) {
        this.exchange = exchange;
        this.takings = takings;
        this.scheduler = scheduler;
        this.claims = claims(takings);
    }

    private static Claim[] claims(Taking[] takings) {
        if (takings.length == 1) {
            return takings[0].claims;
        }
        int count = 0;
        for (Taking taking : takings) {
            count += taking.claims.length;
        }
        Claim[] all = new Claim[count];
        int at = 0;
        for (Taking taking : takings) {
            for (Claim claim : taking.claims) {
                all[at++] = claim;
            }
        }
        return all;
    }

    /** Whether it may hold or await something that the end of the exchange has to end. */
    boolean mustSeeTheEnd() {
        for (Taking taking : takings) {
            if (taking.limiter.concurrency() || !(taking.limiter.limit.onLimit() instanceof OnLimit.Reject)) {
                return true;
            }
        }
        return false;
    }

    /** Judges the request. Where it {@link #mustSeeTheEnd}, this observes the exchange already. */
    Verdict begin() {
        for (Taking taking : takings) {
            if (taking.queue() != null && taking.limiter.state.lines.waits(taking.place())) {
                return stand(taking);
            }
        }
        if (attempt()) {
            return granted();
        }
        Taking wanted = waitsFor();
        return wanted == null ? refused() : stand(wanted);
    }

    /** Takes a place and tokens of every limit, or nothing. */
    private boolean attempt() {
        long now = takings[0].limiter.state.clock().getAsLong();
        boolean places = true;
        for (Taking taking : takings) {
            taking.at(now);
            if (places && taking.limiter.concurrency()) {
                places = taking.acquire();
            }
        }
        if (places && Claims.take(claims)) {
            return true;
        }
        for (Taking taking : takings) {
            taking.release();
        }
        return false;
    }

    /** The line to stand in after a refusal; {@code null} where any limit in the way knows no line. */
    private @Nullable Taking waitsFor() {
        Taking first = null;
        for (Taking taking : takings) {
            if (taking.refuses()) {
                if (taking.queue() == null || taking.never()) {
                    return null;
                }
                first = first == null ? taking : first;
            }
        }
        return first;
    }

    private Decision refused() {
        for (Taking taking : takings) {
            if (taking.refuses()) {
                taking.limiter.state.refused.increment();
            }
        }
        return Answers.refuse(exchange, takings);
    }

    private Verdict granted() {
        long wait = 0;
        for (Taking taking : takings) {
            taking.limiter.state.admitted.increment();
            if (!taking.limiter.shadow) {
                long own = taking.waitNanos();
                if (own > 0) {
                    taking.limiter.state.waited.increment();
                }
                wait = Math.max(wait, own);
            }
        }
        Answers.describe(exchange, takings);
        if (wait == 0) {
            return Decision.CONTINUE;
        }
        Duration delay = Duration.ofNanos(wait);
        timer = scheduler.schedule(() -> later.complete(Decision.CONTINUE), delay);
        return Verdict.defer(later, delay.plus(SLACK), unavailable());
    }

    private Verdict stand(Taking taking) {
        OnLimit.Queue queue = taking.queue();
        if (queue == null) {
            throw new IllegalStateException("no line");
        }
        inLine = taking;
        Lines lines = taking.limiter.state.lines;
        if (!lines.join(taking.place(), this, queue.length())) {
            inLine = null;
            taking.crowdedOut();
            return refused();
        }
        taking.limiter.state.waited.increment();
        timer = scheduler.schedule(this::expire, queue.timeout());
        lines.serve(taking.place());
        return Verdict.defer(later, queue.timeout().plus(SLACK), unavailable());
    }

    /**
     * Tries again from the head of the line, under the line's lock.
     *
     * @return how long to wait for the next try in nanoseconds; 0: it was let through; -1: it is refused
     */
    long retry() {
        if (attempt()) {
            return 0;
        }
        if (waitsFor() == null) {
            return -1;
        }
        long wait = 0;
        for (Taking taking : takings) {
            if (taking.refuses()) {
                wait = Math.max(wait, taking.limiter.concurrency() ? Lines.LOOK_NANOS : taking.waitNanos());
            }
        }
        return Math.max(wait, 1);
    }

    /** Tells what became of it, once it has left the line; outside of all locks. */
    void settle(boolean let) {
        cancelTimer();
        Decision decision;
        try {
            if (let) {
                for (Taking taking : takings) {
                    taking.limiter.state.admitted.increment();
                }
                Answers.describe(exchange, takings);
                decision = Decision.CONTINUE;
            } else {
                decision = refused();
            }
        } catch (IllegalStateException gone) { // the exchange has ended meanwhile
            decision = unavailable();
        }
        later.complete(decision);
    }

    private void expire() {
        Taking taking = inLine;
        if (taking != null && taking.limiter.state.lines.leave(taking.place(), this)) {
            long now = taking.limiter.state.clock().getAsLong();
            for (Taking each : takings) {
                each.age(now);
            }
            settle(false);
        }
    }

    /** The exchange is over. */
    @Override
    public void accept(Outcome outcome) {
        cancelTimer();
        Taking taking = inLine;
        if (taking != null) {
            taking.limiter.state.lines.leave(taking.place(), this);
        }
        for (Taking each : takings) {
            if (each.release()) {
                each.limiter.state.lines.serve(each.place());
            }
        }
    }

    private void cancelTimer() {
        Scheduler.Timer started = timer;
        if (started != null) {
            started.cancel();
        }
    }

    private Decision unavailable() {
        return Answers.refusal(takings[0].limiter.limit.name(), List.of(takings[0].limiter.names), 0);
    }
}
