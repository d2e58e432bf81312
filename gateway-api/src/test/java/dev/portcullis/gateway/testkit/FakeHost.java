package dev.portcullis.gateway.testkit;

import dev.portcullis.gateway.host.Host;
import java.util.function.Function;

/**
 * A server without sockets: it drives a gateway as an adapter does, one exchange at a time or many, on the calling thread.
 *
 * <pre>{@code
 * FakeExchange exchange = FakeHost.of(gateway).send(FakeRequest.get("/orders/1"));
 * assertThat(exchange.response().status()).isEqualTo(401);
 * }</pre>
 */
public final class FakeHost {
    private final Host host;
    private Function<FakeExchange, FakeResponse> handler = exchange -> FakeResponse.text(200, "ok");

    private FakeHost(Host host) {
        this.host = host;
    }

    /** A host whose handler answers 200 with {@code ok}. */
    public static FakeHost of(Host host) {
        return new FakeHost(host);
    }

    /** Sets the handler; it sees the exchange as far as it has come. */
    public FakeHost handler(Function<FakeExchange, FakeResponse> other) {
        handler = other;
        return this;
    }

    /** Sets a handler that always answers the same. */
    public FakeHost answering(FakeResponse response) {
        return handler(exchange -> response);
    }

    /**
     * Sends a request and drives it to its end.
     *
     * @throws AssertionError if it waits for a verdict for more than ten seconds of real time
     */
    public FakeExchange send(FakeRequest request) {
        FakeExchange exchange = start(request);
        exchange.await();
        return exchange;
    }

    /** Sends a request and drives it until it waits, or to its end. */
    public FakeExchange start(FakeRequest request) {
        FakeExchange exchange = new FakeExchange(host, request, handler);
        exchange.begin();
        return exchange;
    }
}
