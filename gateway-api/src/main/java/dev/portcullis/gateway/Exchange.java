package dev.portcullis.gateway;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One request and its response, as a filter sees them. Calls and callbacks of one exchange never overlap. Subscriptions are
 * taken while the filter's {@link Filter#onRequest} runs, or while its deferred verdict is pending; whatever is called too
 * late throws {@link IllegalStateException}, and so ends in 503.
 */
public interface Exchange {
    /** The canonical head. */
    RequestHead request();

    /** The transport connection's other end. */
    Peer peer();

    /** Unique to this exchange, unguessable, safe in a log and in an answer. */
    String id();

    /** When the head arrived, by the gateway's clock. */
    Instant start();

    /** The version of the policy that this exchange began with, and ends with. */
    String policyVersion();

    /** Edits to what the handler sees, applied once, after the last filter. */
    HeaderEdits upstreamHeaders();

    /** Edits to whatever leaves, rejections included, applied once. Inspectors see the handler's own head. */
    HeaderEdits responseHeaders();

    /** Leaves a fact for later filters, observers and the handler; replaces an earlier one. */
    <T> void put(Key<T> key, T value);

    /** The fact that was left under the key. */
    <T> Optional<T> get(Key<T> key);

    /**
     * Asks for the request body before anything is forwarded: a barrier, not a chunk callback. The inspector is called once,
     * with {@link Body#EMPTY} when there is none. On a route that declares its body a stream it is not called: what can be
     * judged without the body has to be judged on the head there.
     */
    void inspectRequestBody(BodyLimit limit, Function<Body, Verdict> inspector);

    /** Asks for the response head before it is sent. */
    void inspectResponse(Function<ResponseHead, Verdict> inspector);

    /**
     * Asks for the response body before it is sent. May be called from a response head inspector too, which then decides by
     * content type whether it wants the body.
     */
    void inspectResponseBody(BodyLimit limit, Function<Body, Verdict> inspector);

    /** Asks to be told the end: exactly once, last registered first, however the exchange ended. */
    void onComplete(Consumer<Outcome> observer);
}
