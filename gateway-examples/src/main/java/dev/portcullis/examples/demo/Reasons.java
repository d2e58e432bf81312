package dev.portcullis.examples.demo;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.Verdict;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers why each request was refused, by the id that its answer carries; clients are never told. */
final class Reasons implements Filter {
    private static final long PATIENCE_MS = 5_000;

    private final Map<String, CompletableFuture<String>> byId = new ConcurrentHashMap<>();

    @Override
    public Verdict onRequest(Exchange exchange) {
        exchange.onComplete(outcome -> remember(exchange.id(), outcome));
        return Decision.CONTINUE;
    }

    @Override
    public String name() {
        return "demo-reasons";
    }

    void remember(String id, Outcome outcome) {
        Rejection rejection = outcome.rejection();
        pending(id).complete(rejection == null ? Trial.OK : rejection.code());
    }

    private CompletableFuture<String> pending(String id) {
        return byId.computeIfAbsent(id, unused -> new CompletableFuture<>());
    }

    /** The reason, once the exchange is over; a dash where the server's own parser refused and there was none. */
    String of(String id) {
        return id.isEmpty()
                ? "-"
                : pending(id).completeOnTimeout("-", PATIENCE_MS, MILLISECONDS).join();
    }
}
