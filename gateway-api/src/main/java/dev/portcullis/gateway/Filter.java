package dev.portcullis.gateway;

/**
 * One function on the head of a request. Whoever wants more than the head subscribes during the call: to the request body,
 * the response head, the response body, the completion ({@link Exchange}). State is captured variables, interest is the
 * presence of a subscription.
 *
 * <p>One instance serves all exchanges at the same time, so it is thread-safe; it never blocks, for it may run on an event
 * loop. What has to wait is a {@link Verdict#defer deferred} verdict. A refusal is a return value and a failure an
 * exception: whatever is thrown, and a {@code null} verdict, is answered with 503, never with a pass.
 */
@FunctionalInterface
public interface Filter {
    /**
     * Judges the head of one request.
     *
     * @param exchange the exchange; valid until its completion
     * @return what to do; never {@code null}
     */
    Verdict onRequest(Exchange exchange);

    /** The name that verdicts, metrics and audit records carry; read once, when the gateway is built. */
    default String name() {
        return getClass().getSimpleName();
    }
}
