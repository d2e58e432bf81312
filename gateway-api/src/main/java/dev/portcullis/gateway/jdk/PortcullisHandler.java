package dev.portcullis.gateway.jdk;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.host.Host;
import java.io.IOException;
import java.util.Optional;

/**
 * Protects a handler of the JDK's {@code HttpServer} or {@code HttpsServer}: the handler is called only with requests that
 * passed the gateway, and what it answers leaves only if it passes back. A verdict that comes later holds the request's
 * thread, so the server needs an executor with threads to spare.
 *
 * <p>What the server itself decides before any handler is called cannot be changed here. It answers {@code Expect:
 * 100-continue} at once; it notices that a client has left only when a write fails, so that a parked exchange still reaches
 * the handler; it cannot read trailer fields, and breaks off a request that has some. It reads the size of a chunk modulo 2^32,
 * so that what follows chunked content might be no request: the connection ends after it. It also routes by the path as it was
 * sent: where that differs from the canonical path, the request is refused.
 *
 * <p>Run the JVM with {@code -Dsun.net.httpserver.nodelay=true}. The server writes head and content in separate packets, and
 * leaves Nagle's algorithm on: without the property a client that delays its acknowledgements waits some 40 ms for each
 * answer on a connection that is kept.
 *
 * <p>Thread-safe; one instance serves all requests.
 */
public final class PortcullisHandler implements HttpHandler {
    private final Host host;
    private final HttpHandler handler;

    private PortcullisHandler(Host host, HttpHandler handler) {
        this.host = requireNonNull(host, "host");
        this.handler = requireNonNull(handler, "handler");
    }

    /**
     * The handler behind the gateway.
     *
     * @param gateway the gateway
     * @param handler what is called with the requests that passed
     */
    public static HttpHandler protect(Host gateway, HttpHandler handler) {
        return new PortcullisHandler(gateway, handler);
    }

    /**
     * The same as a filter, for a context whose handler is set elsewhere. It must be the first filter of its context: what
     * runs before it sees requests that nobody has judged.
     */
    public static Filter filter(Host gateway) {
        requireNonNull(gateway, "gateway");
        return new Filter() {
            @Override
            public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
                new Crossing(gateway, exchange).run(chain::doFilter);
            }

            @Override
            public String description() {
                return "Portcullis";
            }
        };
    }

    /**
     * What the gateway's filters left about this exchange, such as the principal; empty where the exchange did not come
     * through a gateway.
     */
    public static Optional<Exchange> exchange(HttpExchange exchange) {
        return exchange.getAttribute(GuardedExchange.ATTRIBUTE) instanceof Exchange facts
                ? Optional.of(facts)
                : Optional.empty();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        new Crossing(host, exchange).run(handler);
    }
}
