package dev.portcullis.gateway.internal;

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
 * What there is of an exchange whose head has no canonical form: its identity. No filter ever sees it.
 *
 * @param id the exchange's id
 * @param start when the head arrived
 * @param peer the transport peer
 * @param policyVersion the policy that was in force
 */
record RefusedExchange(String id, Instant start, Peer peer, String policyVersion) implements Exchange {
    @Override
    public RequestHead request() {
        throw refused();
    }

    @Override
    public HeaderEdits upstreamHeaders() {
        throw refused();
    }

    @Override
    public HeaderEdits responseHeaders() {
        throw refused();
    }

    @Override
    public <T> void put(Key<T> key, T value) {
        throw refused();
    }

    @Override
    public <T> Optional<T> get(Key<T> key) {
        return Optional.empty();
    }

    @Override
    public void inspectRequestBody(BodyLimit limit, Function<Body, Verdict> inspector) {
        throw refused();
    }

    @Override
    public void inspectResponse(Function<ResponseHead, Verdict> inspector) {
        throw refused();
    }

    @Override
    public void inspectResponseBody(BodyLimit limit, Function<Body, Verdict> inspector) {
        throw refused();
    }

    @Override
    public void onComplete(Consumer<Outcome> observer) {
        throw refused();
    }

    private static IllegalStateException refused() {
        return new IllegalStateException("the head of this exchange was refused; it has no canonical form");
    }
}
