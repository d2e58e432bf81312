package dev.portcullis.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Verdicts that come later. */
interface DeferredCases extends Bench {
    Duration LONG = Duration.ofSeconds(30);
    String[] PHASES = {"/head", "/request-body", "/response-head", "/response-body"};

    @Test
    default void completeVerdictIsTakenOnTheSpotInEveryPhase() throws IOException {
        Trial passing = serve(
                Handlers.echo(), inPhase(() -> CompletableFuture.completedFuture(Decision.CONTINUE), LONG, refused()));
        for (String phase : PHASES) {
            assertThat(passing.send(TestRequest.post(phase, "content")).text()).isEqualTo("POST " + phase + " content");
        }
        Trial refusing = serve(
                Handlers.echo(), inPhase(() -> CompletableFuture.completedFuture(refused()), LONG, Decision.CONTINUE));
        for (String phase : PHASES) {
            assertThat(refusing.send(TestRequest.post(phase, "content")).status())
                    .as(phase)
                    .isEqualTo(403);
        }
    }

    @Test
    default void pendingVerdictIsAwaitedInEveryPhase() throws IOException {
        Trial passing = serve(Handlers.echo(), inPhase(() -> soon(Decision.CONTINUE), LONG, refused()));
        for (String phase : PHASES) {
            for (TestRequest request : TestRequest.post(phase, "content").inBothFramings()) {
                assertThat(passing.send(request).text()).isEqualTo("POST " + phase + " content");
            }
        }
        Trial refusing = serve(Handlers.echo(), inPhase(() -> soon(refused()), LONG, Decision.CONTINUE));
        for (String phase : PHASES) {
            for (TestRequest request : TestRequest.post(phase, "content").inBothFramings()) {
                TestResponse response = refusing.send(request);
                assertThat(response.status()).as(phase).isEqualTo(403);
                assertThat(response.text()).doesNotContain("content");
            }
        }
        assertThat(refusing.received()).hasSize(4);
    }

    @Test
    default void lateVerdictCountsAsItsAlternative() throws IOException {
        Duration soon = Duration.ofMillis(50);
        Trial trial = serve(
                Handlers.echo(), inPhase(CompletableFuture::new, soon, Decision.reject(Reason.RATE_LIMITED, "t", "")));
        for (String phase : PHASES) {
            assertThat(trial.send(TestRequest.post(phase, "content")).status())
                    .as(phase)
                    .isEqualTo(429);
        }
    }

    @Test
    default void failedVerdictCountsAsItsAlternative() throws IOException {
        Trial trial = serve(
                Handlers.echo(), inPhase(DeferredCases::failure, LONG, Decision.reject(Reason.RATE_LIMITED, "t", "")));
        for (String phase : PHASES) {
            assertThat(trial.send(TestRequest.post(phase, "content")).status())
                    .as(phase)
                    .isEqualTo(429);
        }
    }

    @Test
    default void failedVerdictPassesOnlyWhereItsFilterMayFailOpen() throws IOException {
        Filter filter = inPhase(DeferredCases::failure, LONG, Decision.CONTINUE);
        Trial closed = serve(Handlers.echo(), filter);
        Trial open = serve(
                Handlers.echo(),
                Limits.DEFAULTS,
                Installation.of(Stage.CUSTOM, filter).failingOpen());
        for (String phase : PHASES) {
            assertThat(open.send(TestRequest.post(phase, "content")).status())
                    .as(phase)
                    .isEqualTo(200);
        }
        assertThat(closed.received()).isEmpty();
    }

    @Test
    default void failedVerdictIs503WhereItsFilterMayNotFailOpen() throws IOException {
        Trial trial = serve(Handlers.echo(), inPhase(DeferredCases::failure, LONG, Decision.CONTINUE));
        for (String phase : PHASES) {
            assertThat(trial.send(TestRequest.post(phase, "content")).status())
                    .as(phase)
                    .isEqualTo(503);
        }
    }

    @Test
    default void severalPendingVerdictsOfOneExchangeFollowEachOther() throws IOException {
        Filter everywhere = exchange -> {
            exchange.inspectRequestBody(BodyLimit.reject(100), body -> later(soon(Decision.CONTINUE)));
            exchange.inspectResponse(head -> later(soon(Decision.CONTINUE)));
            exchange.inspectResponseBody(BodyLimit.reject(100), body -> later(soon(Decision.CONTINUE)));
            return later(soon(Decision.CONTINUE));
        };
        Trial trial = serve(Handlers.echo(), everywhere, everywhere, everywhere);
        for (TestRequest request : TestRequest.post("/", "content").inBothFramings()) {
            assertThat(trial.send(request).text()).isEqualTo("POST / content");
        }
    }

    @Test
    default void exchangeNeverResumesOnTheThreadThatCompletedTheVerdict() throws IOException {
        List<String> threads = new CopyOnWriteArrayList<>();
        Filter deferring = inPhase(() -> soon(Decision.CONTINUE), LONG, refused());
        Trial trial = serve(Handlers.echo(), deferring, exchange -> {
            threads.add(Thread.currentThread().getName());
            exchange.inspectRequestBody(BodyLimit.reject(100), body -> {
                threads.add(Thread.currentThread().getName());
                return Decision.CONTINUE;
            });
            return Decision.CONTINUE;
        });
        for (String phase : PHASES) {
            assertThat(trial.send(TestRequest.post(phase, "content")).status()).isEqualTo(200);
        }
        assertThat(threads).hasSize(8).noneMatch(name -> name.startsWith("elsewhere"));
    }

    @Test
    default void parkedExchangesHoldNoThread() throws Exception {
        CompletableFuture<Decision> verdict = new CompletableFuture<>();
        Trial trial = serve(
                Handlers.echo(),
                exchange -> exchange.request().path().equals("/wait") ? later(verdict) : Decision.CONTINUE);
        int many = threads() + 4;
        ExecutorService clients = Executors.newFixedThreadPool(many);
        try {
            List<Future<TestResponse>> waiting = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                waiting.add(clients.submit(() -> trial.send(TestRequest.get("/wait"))));
            }
            trial.awaitUntil(() -> trial.begun() == many);
            assertThat(trial.send(TestRequest.get("/now")).status()).isEqualTo(200);
            verdict.complete(Decision.CONTINUE);
            for (Future<TestResponse> response : waiting) {
                assertThat(response.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
            }
        } finally {
            verdict.complete(Decision.CONTINUE);
            clients.shutdownNow();
        }
    }

    @Test
    default void exchangesBeyondTheBoundOfParkedOnesAre503() throws Exception {
        CompletableFuture<Decision> verdict = new CompletableFuture<>();
        Trial trial = serve(Handlers.echo(), Limits.DEFAULTS.withParked(1), exchange -> later(verdict));
        ExecutorService clients = Executors.newSingleThreadExecutor();
        try {
            Future<TestResponse> first = clients.submit(() -> trial.send(TestRequest.get("/first")));
            trial.awaitUntil(() -> trial.begun() == 1);
            assertThat(trial.send(TestRequest.get("/second")).status()).isEqualTo(503);
            verdict.complete(Decision.CONTINUE);
            assertThat(first.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
        } finally {
            verdict.complete(Decision.CONTINUE);
            clients.shutdownNow();
        }
    }

    /** Defers in the phase that the path names. */
    static Filter inPhase(Supplier<CompletionStage<Decision>> later, Duration within, Decision otherwise) {
        return exchange -> {
            Supplier<Verdict> verdict = () -> Verdict.defer(later.get(), within, otherwise);
            return inPhase(exchange, verdict);
        };
    }

    private static Verdict inPhase(Exchange exchange, Supplier<Verdict> verdict) {
        switch (exchange.request().path()) {
            case "/head":
                return verdict.get();
            case "/request-body":
                exchange.inspectRequestBody(BodyLimit.reject(1000), body -> verdict.get());
                return Decision.CONTINUE;
            case "/response-head":
                exchange.inspectResponse(head -> verdict.get());
                return Decision.CONTINUE;
            case "/response-body":
                exchange.inspectResponseBody(BodyLimit.reject(1000), body -> verdict.get());
                return Decision.CONTINUE;
            default:
                throw new IllegalStateException("no such phase");
        }
    }

    /** A verdict that has time. */
    static Verdict later(CompletionStage<Decision> stage) {
        return Verdict.defer(stage, LONG, refused());
    }

    /** Completes a little later, on a thread whose name begins with {@code elsewhere}. */
    static CompletableFuture<Decision> soon(Decision decision) {
        CompletableFuture<Decision> stage = new CompletableFuture<>();
        CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS, task -> new Thread(task, "elsewhere").start())
                .execute(() -> stage.complete(decision));
        return stage;
    }

    private static CompletionStage<Decision> failure() {
        CompletableFuture<Decision> stage = new CompletableFuture<>();
        CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS, task -> new Thread(task, "elsewhere").start())
                .execute(() -> stage.completeExceptionally(new IOException("on purpose")));
        return stage;
    }

    private static Decision refused() {
        return VerdictCases.REFUSED;
    }
}
