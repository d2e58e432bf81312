package dev.portcullis.examples.serve;

import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Key;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.proxy.ProxyAnswer;
import dev.portcullis.gateway.proxy.ProxyRequest;
import dev.portcullis.gateway.proxy.ReverseProxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Where the requests of a route go. The proxy is a fact of the route, so a reload cannot mix two policies. */
final class Forwarding {
    static final Key<ReverseProxy> PROXY = Key.of("reverse-proxy", ReverseProxy.class);

    private Forwarding() {}

    /** Forwards to the upstream of the exchange's route; never fails, never blocks. */
    static CompletableFuture<ProxyAnswer> forward(Exchange exchange, ProxyRequest request) {
        ReverseProxy proxy = proxy(exchange);
        return proxy == null ? nowhere() : proxy.forward(request);
    }

    /**
     * The same for a thread that may block.
     *
     * @param starter as {@link ReverseProxy#forward(ProxyRequest, Executor)} has it
     */
    static CompletableFuture<ProxyAnswer> forward(Exchange exchange, ProxyRequest request, Executor starter) {
        ReverseProxy proxy = proxy(exchange);
        return proxy == null ? nowhere() : proxy.forward(request, starter);
    }

    private static @Nullable ReverseProxy proxy(Exchange exchange) {
        return exchange.get(Route.KEY).flatMap(route -> route.get(PROXY)).orElse(null);
    }

    private static CompletableFuture<ProxyAnswer> nowhere() {
        return CompletableFuture.completedFuture(new ProxyAnswer.Failure(
                Rejection.of(Reason.UNAVAILABLE, "upstream.none", "the route has no upstream")));
    }
}
