package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.OutcomeObserver;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.RefusedHead;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.RequestHead;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.Scheduler;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.RawHead;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What all exchanges of one gateway share. Thread-safe. */
public final class Engine {
    final Plan plan;
    final HeadReader heads;
    final Limits limits;
    final InstantSource clock;
    final LongSupplier nanoTime;
    final Scheduler scheduler;
    final String policyVersion;
    private final ExchangeIds ids;
    final BufferBudget buffers;
    final Complaints complaints;
    final @Nullable BiConsumer<RefusedHead, Outcome> onRefusedHead;
    final @Nullable OutcomeObserver onOutcome;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger parked = new AtomicInteger();

    /** An engine over the filters, which are put in their final order. */
    public Engine(
            List<Installation> installations,
            HeadReader heads,
            Limits limits,
            InstantSource clock,
            LongSupplier nanoTime,
            Scheduler scheduler,
            RandomGenerator random,
            String policyVersion,
            @Nullable BiConsumer<RefusedHead, Outcome> onRefusedHead,
            @Nullable OutcomeObserver onOutcome) {
        plan = Plan.of(installations);
        this.heads = heads;
        this.limits = limits;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.scheduler = scheduler;
        this.policyVersion = policyVersion;
        this.onRefusedHead = onRefusedHead;
        this.onOutcome = onOutcome;
        ids = new ExchangeIds(random);
        buffers = new BufferBudget(limits.buffers());
        complaints = new Complaints(nanoTime);
    }

    /** Opens the passage of one exchange; a head without a canonical form gets one that only refuses. */
    public Passage open(RawHead raw, Executor home) {
        HeadReader.Result result;
        try {
            result = heads.read(raw);
        } catch (Throwable t) {
            complaints.engineFailed(t);
            return new RefusedPassage(this, raw, internalFailure(t), RefusedPassage.peerOf(raw));
        }
        if (result instanceof HeadReader.Refused refused) {
            return new RefusedPassage(this, raw, refused.rejection(), refused.clientAddress());
        }
        RequestHead head = ((HeadReader.Accepted) result).head();
        return new LivePassage(new LiveExchange(this, head, raw.peer()), home);
    }

    /** Opens the passage of a request that the server itself could not read. */
    public Passage refuse(RawHead raw, Rejection why) {
        return new RefusedPassage(this, raw, why, RefusedPassage.peerOf(raw));
    }

    /** An id that no other exchange has; made on demand, as the counter is one that all threads share. */
    String nextId() {
        return ids.text(numbers.incrementAndGet());
    }

    /** The bytes that collected bodies hold now. */
    public long buffered() {
        return buffers.used();
    }

    /** The exchanges that wait for a deferred verdict now. */
    public int parked() {
        return parked.get();
    }

    boolean park() {
        if (parked.incrementAndGet() <= limits.parked()) {
            return true;
        }
        parked.decrementAndGet();
        return false;
    }

    void unpark() {
        parked.decrementAndGet();
    }

    /** Tells the gateway's own observer, where there is one. */
    void ended(Outcome outcome, @Nullable Route route) {
        OutcomeObserver observer = onOutcome;
        if (observer == null) {
            return;
        }
        try {
            observer.ended(outcome, route);
        } catch (Throwable t) {
            complaints.observerFailed("onOutcome", t);
        }
    }

    static Rejection internalFailure(Throwable t) {
        return Rejection.of(Reason.UNAVAILABLE, "gateway.failed", describe(t));
    }

    /** Names what was thrown; its message may carry what the client sent, so it stays in the cause. */
    static String describe(Throwable t) {
        return t.getClass().getName();
    }
}
