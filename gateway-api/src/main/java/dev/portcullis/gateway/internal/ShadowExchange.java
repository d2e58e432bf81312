package dev.portcullis.gateway.internal;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.HeaderEdits;
import dev.portcullis.gateway.Key;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Peer;
import dev.portcullis.gateway.RequestHead;
import dev.portcullis.gateway.ResponseHead;
import dev.portcullis.gateway.Verdict;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a filter in shadow sees: the real facts, and over them those that filters in shadow left. Its edits are checked and
 * dropped, its subscriptions are called without weight. A shadowed authorization can so judge by what a shadowed
 * authentication found, and no enforced filter sees either.
 */
final class ShadowExchange implements Exchange {
    private static final EditList DROPPED = EditList.dropping();

    private final LiveExchange live;
    private final int filter;

    /** Whether the filter runs now, so that it may subscribe. */
    boolean running;
    /** Whether its response head inspector runs now. */
    boolean inspectingHead;

    ShadowExchange(LiveExchange live, int filter) {
        this.live = live;
        this.filter = filter;
    }

    @Override
    public RequestHead request() {
        return live.request();
    }

    @Override
    public Peer peer() {
        return live.peer();
    }

    @Override
    public String id() {
        return live.id();
    }

    @Override
    public Instant start() {
        return live.start();
    }

    @Override
    public String policyVersion() {
        return live.policyVersion();
    }

    @Override
    public HeaderEdits upstreamHeaders() {
        return DROPPED;
    }

    @Override
    public HeaderEdits responseHeaders() {
        return DROPPED;
    }

    @Override
    public <T> void put(Key<T> key, T value) {
        requireNonNull(key, "key");
        requireNonNull(value, "value");
        if (!live.mine()) {
            throw LiveExchange.tooLate("put");
        }
        live.putInShadow(key, value);
    }

    @Override
    public <T> Optional<T> get(Key<T> key) {
        requireNonNull(key, "key");
        return live.getInShadow(key);
    }

    @Override
    public void inspectRequestBody(BodyLimit limit, Function<Body, Verdict> inspector) {
        requireRunning(running, "inspectRequestBody");
        live.subscribe().addRequestBody(Hook.ofBody(filter, this, requireNonNull(inspector), requireNonNull(limit)));
    }

    @Override
    public void inspectResponse(Function<ResponseHead, Verdict> inspector) {
        requireRunning(running, "inspectResponse");
        live.subscribe().addResponseHead(Hook.of(filter, this, requireNonNull(inspector)));
    }

    @Override
    public void inspectResponseBody(BodyLimit limit, Function<Body, Verdict> inspector) {
        requireRunning(running || inspectingHead, "inspectResponseBody");
        live.subscribe().addResponseBody(Hook.ofBody(filter, this, requireNonNull(inspector), requireNonNull(limit)));
    }

    @Override
    public void onComplete(Consumer<Outcome> observer) {
        requireRunning(running, "onComplete");
        live.subscribe().addObserver(Hook.of(filter, this, requireNonNull(observer)));
    }

    private void requireRunning(boolean open, String call) {
        if (!open || !live.mine()) {
            throw LiveExchange.tooLate(call);
        }
    }
}
