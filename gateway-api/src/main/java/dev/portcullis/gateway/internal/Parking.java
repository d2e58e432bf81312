package dev.portcullis.gateway.internal;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Defer;
import dev.portcullis.gateway.Scheduler;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One deferred verdict: the first of decision, failure, deadline and end of the exchange settles it. Whoever settles a
 * pending one only hands the exchange to its home executor; before it is pending, settling it touches no executor.
 */
final class Parking implements BiConsumer<@Nullable Decision, @Nullable Throwable>, Runnable {
    /** How a deferred verdict was settled: one of the two is there. */
    record Settled(@Nullable Decision decision, @Nullable Throwable failure) {}

    private static final Object OPEN = new Object();
    private static final Object PENDING = new Object();
    private static final Object ABANDONED = new Object();

    // Let go once settled: a verdict that never comes must not hold its exchange.
    private volatile @Nullable Waiting waiting;
    private final AtomicReference<Object> state = new AtomicReference<>(OPEN);
    final Defer defer;
    final int filter;
    /** When the wait began, where that is measured. */
    long since;

    private volatile Scheduler.@Nullable Timer timer;

    Parking(Waiting waiting, Defer defer, int filter) {
        this.waiting = waiting;
        this.defer = defer;
        this.filter = filter;
    }

    /** Listens to the decision; it is settled on return if it was complete already. */
    void listen() {
        defer.later().whenComplete(this);
    }

    /** What settled it, or {@code null} while it is open. */
    @Nullable
    Settled settled() {
        return state.get() instanceof Settled settled ? settled : null;
    }

    /** Waits for the decision until its deadline; returns false if it was settled meanwhile. */
    boolean pend(Scheduler scheduler) {
        timer = scheduler.schedule(this, defer.within());
        if (state.compareAndSet(OPEN, PENDING)) {
            return true;
        }
        release();
        return false;
    }

    @Override
    public void accept(@Nullable Decision decision, @Nullable Throwable failure) {
        if (failure != null) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : null;
            settle(new Settled(null, cause == null ? failure : cause));
        } else if (decision == null) {
            settle(new Settled(null, new NullPointerException("the deferred verdict is null")));
        } else {
            settle(new Settled(decision, null));
        }
    }

    /** The deadline. */
    @Override
    public void run() {
        settle(new Settled(null, new TimeoutException("no verdict within " + defer.within())));
    }

    /** The exchange is over or refused: nobody waits any more. */
    void abandon() {
        if (state.getAndSet(ABANDONED) == PENDING) {
            requireNonNull(release()).dissolve();
        }
    }

    private void settle(Settled how) {
        if (state.compareAndSet(OPEN, how)) {
            return; // who is about to wait will see it
        }
        if (state.compareAndSet(PENDING, how)) {
            requireNonNull(release()).wake(this);
        }
    }

    private @Nullable Waiting release() {
        Scheduler.Timer started = timer;
        if (started != null) {
            started.cancel();
        }
        Waiting released = waiting;
        waiting = null;
        return released;
    }
}
