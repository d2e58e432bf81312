package dev.portcullis.gateway.internal;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.FilterRun;
import dev.portcullis.gateway.FilterVerdict;
import dev.portcullis.gateway.HeaderEdit;
import dev.portcullis.gateway.HeaderEdits;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Key;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Peer;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.RequestHead;
import dev.portcullis.gateway.ResponseHead;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.host.Ending;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What an enforced filter sees of one exchange: facts, edits and subscriptions, each made on demand. */
final class LiveExchange extends Gate implements Exchange {
    /** No filter may subscribe now. */
    static final int NOBODY = -1;

    final Engine engine;
    private final RequestHead head;
    private final Peer peer;

    /** Whose subscriptions are taken now. */
    int subscriber = NOBODY;
    /** Whose response head inspector runs now. */
    int headInspector = NOBODY;
    /** The verdict that is being waited for. */
    @Nullable
    Parking parking;

    private @Nullable Subscriptions subscriptions;
    private @Nullable Fact facts;
    private @Nullable Fact shadowFacts;
    private @Nullable EditList upstream;
    private @Nullable EditList response;

    private @Nullable Findings findings;
    long buffered;

    private boolean timed;
    private long startNanos;
    private @Nullable Instant start;
    private @Nullable String id;
    private boolean ended;
    /** Only where somebody wants to know. */
    final @Nullable FilterTimer timer;

    LiveExchange(Engine engine, RequestHead head, Peer peer) {
        this.engine = engine;
        this.head = head;
        this.peer = peer;
        this.timer = engine.onOutcome == null ? null : new FilterTimer(engine);
        if (timer != null) {
            startTimer();
        }
    }

    @Override
    public RequestHead request() {
        return head;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public String id() {
        String known = id;
        return known == null ? makeId() : known;
    }

    private synchronized String makeId() {
        String known = id;
        if (known == null) {
            known = engine.nextId();
            id = known;
        }
        return known;
    }

    /** Measured from the first moment at which anything could ask: nothing has waited until then. */
    @Override
    public synchronized Instant start() {
        Instant known = start;
        if (known == null) {
            startTimer();
            known = engine.clock.instant().minusNanos(engine.nanoTime.getAsLong() - startNanos);
            start = known;
        }
        return known;
    }

    void startTimer() {
        if (!timed) {
            startNanos = engine.nanoTime.getAsLong();
            timed = true;
        }
    }

    @Override
    public String policyVersion() {
        return engine.policyVersion;
    }

    @Override
    public HeaderEdits upstreamHeaders() {
        boolean entered = enterForChange();
        try {
            if (upstream == null) {
                upstream = EditList.of(this);
            }
            return requireNonNull(upstream);
        } finally {
            exitAfterChange(entered);
        }
    }

    @Override
    public HeaderEdits responseHeaders() {
        boolean entered = enterForChange();
        try {
            if (response == null) {
                response = EditList.of(this);
            }
            return requireNonNull(response);
        } finally {
            exitAfterChange(entered);
        }
    }

    List<HeaderEdit> takeUpstreamEdits() {
        EditList list = upstream;
        return list == null ? List.of() : list.take(request().headers());
    }

    List<HeaderEdit> takeResponseEdits(Headers head) {
        EditList list = response;
        return list == null ? List.of() : list.take(head);
    }

    List<HeaderEdit> takeResponseEdits(Predicate<String> isThere) {
        EditList list = response;
        return list == null ? List.of() : list.take(isThere);
    }

    /** Further edits are too late; those so far are settled when they are taken. */
    void closeResponseEdits() {
        EditList list = response;
        if (list != null) {
            list.close();
        }
    }

    boolean inspectsResponse() {
        return subscriptions != null && subscriptions.wantResponse();
    }

    boolean watchesResponse() {
        return inspectsResponse() || (response != null && !response.isEmpty());
    }

    @Override
    public <T> void put(Key<T> key, T value) {
        requireNonNull(key, "key");
        requireNonNull(value, "value");
        boolean entered = enterForChange();
        try {
            facts = new Fact(key, key.type().cast(value), facts);
        } finally {
            exitAfterChange(entered);
        }
    }

    @Override
    public <T> Optional<T> get(Key<T> key) {
        requireNonNull(key, "key");
        return Optional.ofNullable(Fact.find(facts, key));
    }

    @Nullable
    Route route() {
        return Fact.find(facts, Route.KEY);
    }

    <T> void putInShadow(Key<T> key, T value) {
        shadowFacts = new Fact(key, key.type().cast(value), shadowFacts);
    }

    <T> Optional<T> getInShadow(Key<T> key) {
        T shadowed = Fact.find(shadowFacts, key);
        return shadowed == null ? get(key) : Optional.of(shadowed);
    }

    @Override
    public void inspectRequestBody(BodyLimit limit, Function<Body, Verdict> inspector) {
        requireNonNull(limit, "limit");
        requireNonNull(inspector, "inspector");
        boolean entered = enterForChange();
        try {
            subscribe().addRequestBody(Hook.ofBody(subscriber("inspectRequestBody"), null, inspector, limit));
        } finally {
            exitAfterChange(entered);
        }
    }

    @Override
    public void inspectResponse(Function<ResponseHead, Verdict> inspector) {
        requireNonNull(inspector, "inspector");
        boolean entered = enterForChange();
        try {
            subscribe().addResponseHead(Hook.of(subscriber("inspectResponse"), null, inspector));
        } finally {
            exitAfterChange(entered);
        }
    }

    @Override
    public void inspectResponseBody(BodyLimit limit, Function<Body, Verdict> inspector) {
        requireNonNull(limit, "limit");
        requireNonNull(inspector, "inspector");
        boolean entered = enterForChange();
        try {
            int filter = headInspector != NOBODY ? headInspector : subscriber("inspectResponseBody");
            subscribe().addResponseBody(Hook.ofBody(filter, null, inspector, limit));
        } finally {
            exitAfterChange(entered);
        }
    }

    @Override
    public void onComplete(Consumer<Outcome> observer) {
        requireNonNull(observer, "observer");
        boolean entered = enterForChange();
        try {
            subscribe().addObserver(Hook.of(subscriber("onComplete"), null, observer));
        } finally {
            exitAfterChange(entered);
        }
    }

    /** The subscriptions, to add to; whoever asks later has to know how long it took. */
    Subscriptions subscribe() {
        Subscriptions made = subscriptions;
        if (made == null) {
            startTimer();
            made = new Subscriptions();
            subscriptions = made;
        }
        return made;
    }

    /** The subscriptions, or {@code null} where nobody asked for anything. */
    @Nullable
    Subscriptions subscriptions() {
        return subscriptions;
    }

    private int subscriber(String call) {
        if (subscriber == NOBODY) {
            throw tooLate(call);
        }
        return subscriber;
    }

    /**
     * Admits a change by a filter: at once for the thread that runs one, in turn for a thread that works on a deferred
     * verdict.
     *
     * @return what {@link #exitAfterChange} has to be told
     */
    boolean enterForChange() {
        if (mine()) {
            if (ended) {
                throw tooLate("a change");
            }
            return false;
        }
        if (!enterAfterOthers()) {
            throw tooLate("a change");
        }
        if (parking == null) {
            exit();
            throw tooLate("a change");
        }
        return true;
    }

    void exitAfterChange(boolean entered) {
        if (entered) {
            exit();
        }
    }

    static IllegalStateException tooLate(String call) {
        return new IllegalStateException(
                call + " too late: only while the filter runs, or while its deferred verdict is pending");
    }

    synchronized void record(FilterVerdict verdict) {
        findings().add(verdict);
    }

    synchronized void refused(Rejection why, @Nullable String filter, @Nullable Throwable failure) {
        findings().refused(why, filter, failure);
    }

    synchronized void answered(String filter) {
        findings().answered(filter);
    }

    synchronized void responseUninspected() {
        findings().responseUninspected();
    }

    private Findings findings() {
        Findings made = findings;
        if (made == null) {
            made = new Findings();
            findings = made;
        }
        return made;
    }

    @Override
    void end(Ending ending) {
        ended = true;
        subscriber = NOBODY;
        headInspector = NOBODY;
        Parking waiting = parking;
        if (waiting != null) {
            waiting.abandon();
        }
        engine.buffers.release(buffered);
        Hook<Consumer<Outcome>> observer = subscriptions == null ? null : subscriptions.observers;
        if (observer == null && engine.onOutcome == null) {
            return;
        }
        Outcome outcome = outcome(ending);
        for (; observer != null; observer = observer.next) {
            try {
                observer.callback.accept(outcome);
            } catch (Throwable t) {
                engine.complaints.observerFailed(engine.plan.name(observer.filter), t);
            }
        }
        engine.ended(outcome, route());
    }

    private synchronized Outcome outcome(Ending ending) {
        List<FilterRun> runs = timer == null ? List.of() : timer.runs();
        Findings known = findings == null ? Findings.NONE : findings;
        return known.outcome(ending, engine.nanoTime.getAsLong() - startNanos, runs);
    }
}
