package dev.portcullis.ratelimit;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Scheduler;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.ratelimit.bucket.Claim;
import dev.portcullis.ratelimit.bucket.Claims;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request before its limits: let through, refused, delayed, or in line. What it holds is given back when the exchange
 * ends, however that is.
 */
final class Admission implements Consumer<Outcome> {
    /** Beyond the time that the limits themselves keep; the engine's own deadline is only for when that fails. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private final Exchange exchange;
    private final Taking[] takings;
    private final Scheduler scheduler;
    private final @Nullable ClusterStore store;
    private volatile Scheduler.@Nullable Timer timer;
    private volatile @Nullable Taking inLine;
    private volatile boolean over;
    private final CompletableFuture<Decision> later = new CompletableFuture<>();

    Admission(Exchange exchange, Taking[] takings, Scheduler scheduler) {
        this.exchange = exchange;
        this.takings = takings;
        this.scheduler = scheduler;
        ClusterStore shared = null;
        for (Taking taking : takings) {
            shared = taking.limiter.store == null ? shared : taking.limiter.store;
        }
        this.store = shared;
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
        if (store == null) {
            return attempt() ? granted() : beyond();
        }
        CompletionStage<ClusterStore.Result> asked = attemptShared();
        CompletableFuture<ClusterStore.Result> now = asked.toCompletableFuture();
        if (now.isDone()) {
            return degraded(conclude(now.join()));
        }
        asked.thenAccept(this::concludeLater);
        return Verdict.defer(later, store.settings().deadline().plus(patience()).plus(SLACK), refusal());
    }

    /** How long the limits themselves may keep it. */
    private Duration patience() {
        Duration longest = Duration.ZERO;
        for (Taking taking : takings) {
            OnLimit way = taking.limiter.limit.onLimit();
            Duration own = way instanceof OnLimit.Queue queue
                    ? queue.timeout()
                    : way instanceof OnLimit.Delay delay ? delay.most() : Duration.ZERO;
            longest = own.compareTo(longest) > 0 ? own : longest;
        }
        return longest;
    }

    /** Takes a place and tokens of every limit, or nothing. */
    private boolean attempt() {
        if (takings.length == 1 && takings[0].terms().rates().length > 0) {
            takings[0].at(takings[0].limiter.state.clock().getAsLong());
            return Claims.take(takings[0].claims());
        }
        if (places() && Claims.take(claims())) {
            return true;
        }
        releaseAll();
        return false;
    }

    private boolean places() {
        long now = takings[0].limiter.state.clock().getAsLong();
        boolean places = true;
        for (Taking taking : takings) {
            taking.at(now);
            if (taking.limiter.concurrency()) {
                if (places) {
                    places = taking.acquire();
                } else {
                    taking.peek();
                }
            }
        }
        for (int i = 0; !places && i < takings.length; i++) {
            if (!takings[i].limiter.concurrency()) {
                takings[i].peek(); // nothing is taken, but the answer tells what there is
            }
        }
        return places;
    }

    private Claim[] claims() {
        int count = 0;
        for (Taking taking : takings) {
            count += taking.claims().length;
        }
        Claim[] all = new Claim[count];
        int at = 0;
        for (Taking taking : takings) {
            for (Claim claim : taking.claims()) {
                all[at++] = claim;
            }
        }
        return all;
    }

    private void releaseAll() {
        for (Taking taking : takings) {
            taking.release();
        }
    }

    private CompletionStage<ClusterStore.Result> attemptShared() {
        if (!places()) {
            releaseAll();
            return CompletableFuture.completedFuture(ClusterStore.Result.REFUSED);
        }
        List<Taking> shared = new ArrayList<>(takings.length);
        for (Taking taking : takings) {
            if (!taking.limiter.concurrency()) {
                shared.add(taking);
            }
        }
        return requireNonNull(store).take(shared).thenApply(result -> {
            if (result != ClusterStore.Result.TAKEN) {
                releaseAll();
            }
            return result;
        });
    }

    private Verdict conclude(ClusterStore.Result result) {
        return switch (result) {
            case TAKEN -> granted();
            case REFUSED -> beyond();
            case CLOSED -> {
                for (Taking taking : takings) {
                    taking.limiter.state.refused.increment();
                }
                yield Answers.unavailable(takings[0].limiter.limit.name());
            }
        };
    }

    /** The store answered while the exchange waits for its verdict, or after it has ended. */
    private void concludeLater(ClusterStore.Result result) {
        try {
            if (conclude(result) instanceof Decision decision) {
                later.complete(decision);
            }
        } catch (RuntimeException ended) { // as it is too late for edits; whoever still waits must not wait in vain
            later.complete(refusal());
        }
    }

    /** Leaves in the trail of the exchange that its limits were judged without the store. */
    private Verdict degraded(Verdict verdict) {
        for (Taking taking : takings) {
            if (taking.withoutStore() && verdict instanceof Decision decision) {
                StoreUnavailableException why = new StoreUnavailableException(
                        requireNonNull(store).settings().onOutage());
                return Verdict.defer(CompletableFuture.failedFuture(why), SLACK, decision);
            }
        }
        return verdict;
    }

    /** There is not enough: in line where that is the way of all limits that stand in the way, else refused. */
    private Verdict beyond() {
        Taking wanted = waitsFor();
        return wanted == null ? refused() : stand(wanted);
    }

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
            if (!taking.limiter.shadow && taking.limiter.limit.onLimit() instanceof OnLimit.Delay) {
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
        return Verdict.defer(later, delay.plus(SLACK), refusal());
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
            look();
            taking.crowdedOut();
            return refused();
        }
        taking.limiter.state.waited.increment();
        timer = scheduler.schedule(this::expire, queue.timeout());
        if (over) {
            accept(null);
        }
        lines.serve(taking.place());
        return Verdict.defer(later, queue.timeout().plus(SLACK), refusal());
    }

    /**
     * Tries again from the head of the line, under the line's lock.
     *
     * @param then is told the answer where it comes later
     * @return how long to wait for the next try in nanoseconds; 0: it was let through; {@link Lines#REFUSED};
     *     {@link Lines#LATER}
     */
    long retry(Consumer<Long> then) {
        if (store == null) {
            return attempt() ? 0 : wait(ClusterStore.Result.REFUSED);
        }
        CompletionStage<ClusterStore.Result> asked = attemptShared();
        CompletableFuture<ClusterStore.Result> now = asked.toCompletableFuture();
        if (now.isDone()) {
            return wait(now.join());
        }
        asked.thenAccept(result -> then.accept(wait(result)));
        return Lines.LATER;
    }

    private long wait(ClusterStore.Result result) {
        if (result == ClusterStore.Result.TAKEN) {
            return 0;
        }
        if (result == ClusterStore.Result.CLOSED || waitsFor() == null) {
            return Lines.REFUSED;
        }
        long wait = 1;
        for (Taking taking : takings) {
            if (taking.refuses()) {
                wait = Math.max(wait, taking.limiter.concurrency() ? Lines.LOOK_NANOS : taking.waitNanos());
            }
        }
        return wait;
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
            decision = refusal();
        }
        later.complete(decision);
    }

    private void expire() {
        Taking taking = inLine;
        if (taking != null && taking.limiter.state.lines.leave(taking.place(), this)) {
            look();
            taking.overtakesNobody();
            settle(false);
        }
    }

    private void look() {
        long now = takings[0].limiter.state.clock().getAsLong();
        for (Taking taking : takings) {
            taking.look(now);
        }
    }

    /** The exchange is over. */
    @Override
    public void accept(@Nullable Outcome outcome) {
        over = true;
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

    private Decision refusal() {
        return Answers.refusal(takings[0].limiter.limit.name(), List.of(takings[0].limiter.names), 0);
    }
}
