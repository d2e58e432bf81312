package dev.portcullis.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Key;
import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.host.Ending;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.Step;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.FakeResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DeferralTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final CompletableFuture<Decision> later = new CompletableFuture<>();
    private final Bench bench = new Bench();

    private Bench deferring(Decision otherwise) {
        return bench.custom(x -> Verdict.defer(later, SECOND, otherwise));
    }

    @Test
    void parksUntilAPendingVerdictArrivesAndResumesAtHome() throws Exception {
        List<String> threads = new ArrayList<>();
        Bench parked = deferring(Bench.REFUSAL).custom(x -> {
            threads.add(Thread.currentThread().getName());
            return Decision.CONTINUE;
        });
        FakeExchange exchange = parked.host().start(FakeRequest.get("/"));
        assertThat(exchange.ended()).isFalse();
        Thread redis = new Thread(() -> later.complete(Decision.CONTINUE), "redis");
        redis.start();
        redis.join();
        assertThat(exchange.forwarded()).isFalse();
        assertThat(exchange.runHome()).isTrue();
        assertThat(exchange.forwarded()).isTrue();
        assertThat(exchange.hops()).isEqualTo(1);
        assertThat(threads).containsExactly(Thread.currentThread().getName());
        assertThat(bench.scheduler.pending()).isZero();
    }

    @Test
    void endsAParkAtItsDeadlineWithTheOtherDecision() {
        FakeExchange exchange = deferring(Decision.reject(Reason.RATE_LIMITED, "limit.late", ""))
                .host()
                .start(FakeRequest.get("/"));
        bench.clock.advance(SECOND.minusNanos(1));
        assertThat(exchange.runHome()).isFalse();
        bench.clock.advance(Duration.ofNanos(1));
        assertThat(exchange.ended()).isFalse(); // the timer's thread runs no filter
        exchange.runHome();
        assertThat(exchange.code()).isEqualTo("limit.late");
        assertThat(bench.audit.outcome().end()).isEqualTo(Outcome.End.REJECTED);
        assertThat(bench.audit.outcome().verdicts().get(0).failure()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void refusesALateVerdictThatWouldCountAsContinue() {
        FakeExchange exchange = deferring(Decision.CONTINUE).host().start(FakeRequest.get("/"));
        bench.clock.advance(SECOND);
        exchange.runHome();
        assertThat(exchange.response().status()).isEqualTo(503);
        assertThat(exchange.code()).isEqualTo("filter.late");
        assertThat(bench.audit.outcome().end()).isEqualTo(Outcome.End.FAILED);
    }

    @Test
    void letsALateVerdictPassOnlyWhereTheFilterFailsOpen() {
        FakeExchange exchange = bench.add(
                        Installation.of(Stage.CUSTOM, x -> Verdict.defer(later, SECOND, Decision.CONTINUE))
                                .failingOpen())
                .host()
                .start(FakeRequest.get("/"));
        bench.clock.advance(SECOND);
        exchange.runHome();
        assertThat(exchange.response().status()).isEqualTo(200);
        assertThat(bench.audit.outcome().end()).isEqualTo(Outcome.End.ANSWERED);
        assertThat(bench.audit.outcome().verdicts())
                .singleElement()
                .satisfies(v -> assertThat(v.failure()).isInstanceOf(TimeoutException.class));
    }

    @Test
    void keepsToTheFiltersOwnRefusalEvenWhereItFailsOpen() {
        later.completeExceptionally(new IllegalStateException("redis is down"));
        FakeExchange exchange = bench.add(
                        Installation.of(Stage.CUSTOM, x -> Verdict.defer(later, SECOND, Bench.REFUSAL))
                                .failingOpen())
                .get();
        assertThat(exchange.code()).isEqualTo("test.refused");
    }

    @Test
    void refusesAnExceptionEvenWhereTheFilterFailsOpen() {
        FakeExchange exchange = bench.add(Installation.of(Stage.CUSTOM, x -> {
                            throw new IllegalStateException("on purpose");
                        })
                        .failingOpen())
                .get();
        assertThat(exchange.code()).isEqualTo("filter.failed");
    }

    @Test
    void refusesAFailedVerdictAndANullOne() {
        CompletableFuture<Decision> failed = CompletableFuture.failedFuture(new IllegalStateException("down"));
        CompletableFuture<Decision> nothing = CompletableFuture.completedFuture(null);
        for (CompletableFuture<Decision> outcome : List.of(failed, nothing)) {
            FakeExchange exchange = new Bench()
                    .custom(x -> Verdict.defer(outcome, SECOND, Decision.CONTINUE))
                    .get();
            assertThat(exchange.response().status()).isEqualTo(503);
            assertThat(exchange.hops()).isZero();
        }
    }

    @Test
    void ignoresAVerdictAfterTheDeadline() {
        FakeExchange exchange = deferring(Bench.REFUSAL).host().start(FakeRequest.get("/"));
        bench.clock.advance(SECOND);
        later.complete(Decision.CONTINUE);
        exchange.runHome();
        assertThat(exchange.code()).isEqualTo("test.refused");
        assertThat(exchange.hops()).isEqualTo(1);
    }

    @Test
    void neverFollowsAParkWithAnother() {
        CompletableFuture<Decision> second = new CompletableFuture<>();
        FakeExchange exchange = deferring(Bench.REFUSAL)
                .custom(x -> Verdict.defer(second, SECOND, Bench.REFUSAL))
                .host()
                .start(FakeRequest.get("/"));
        later.complete(Decision.CONTINUE);
        exchange.runHome();
        assertThat(exchange.forwarded()).isFalse();
        second.complete(Decision.CONTINUE);
        exchange.runHome();
        assertThat(exchange.forwarded()).isTrue();
        assertThat(exchange.steps()).hasSize(2);
        assertThat(exchange.steps().get(0)).isInstanceOf(Step.Park.class);
        assertThat(exchange.steps().get(1)).isEqualTo(Step.Forward.INSTANCE);
    }

    @Test
    void parksInEveryPhase() {
        List<CompletableFuture<Decision>> all = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            all.add(new CompletableFuture<>());
        }
        FakeExchange exchange = bench.subscribing(x -> {
                    x.inspectRequestBody(BodyLimit.reject(9), body -> Verdict.defer(all.get(0), SECOND, Bench.REFUSAL));
                    x.inspectResponse(head -> Verdict.defer(all.get(1), SECOND, Bench.REFUSAL));
                    x.inspectResponseBody(
                            BodyLimit.reject(9), body -> Verdict.defer(all.get(2), SECOND, Bench.REFUSAL));
                })
                .host()
                .start(FakeRequest.post("/", "x"));
        for (CompletableFuture<Decision> one : all) {
            assertThat(exchange.ended()).isFalse();
            one.complete(Decision.CONTINUE);
            exchange.runHome();
        }
        assertThat(exchange.response().status()).isEqualTo(200);
        assertThat(exchange.hops()).isEqualTo(3);
    }

    @Test
    void takesFactsEditsAndSubscriptionsFromTheFilterWhileItsVerdictIsPending() {
        Key<String> key = Key.of("who", String.class);
        AtomicReference<Exchange> kept = new AtomicReference<>();
        FakeExchange exchange = bench.subscribing(kept::set)
                .custom(x -> Verdict.defer(later, SECOND, Bench.REFUSAL))
                .host()
                .start(FakeRequest.post("/", "x"));
        StringBuilder seen = new StringBuilder();
        CompletableFuture.runAsync(() -> {
                    Exchange x = kept.get();
                    x.put(key, "jane");
                    x.upstreamHeaders().set("X-User", "jane");
                    x.inspectRequestBody(BodyLimit.reject(9), body -> {
                        seen.append(body.length());
                        return Decision.CONTINUE;
                    });
                    later.complete(Decision.CONTINUE);
                })
                .join();
        exchange.runHome();
        assertThat(exchange.fact(key)).contains("jane");
        assertThat(exchange.upstream().first("X-User")).contains("jane");
        assertThat(seen).hasToString("1");
    }

    @Test
    void takesNothingFromAFilterWhoseVerdictCameTooLate() {
        FakeExchange exchange = deferring(Bench.REFUSAL).host().start(FakeRequest.get("/"));
        bench.clock.advance(SECOND);
        exchange.runHome();
        assertThatThrownBy(() -> exchange.exchange().put(Key.of("k", String.class), "v"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("too late");
    }

    @Test
    void takesNothingFromAFilterThatGoesOnAfterItsVerdict() {
        Key<String> key = Key.of("k", String.class);
        FakeExchange exchange = deferring(Bench.REFUSAL)
                .host()
                .handler(x -> {
                    assertThatThrownBy(() -> x.exchange().put(key, "v")).isInstanceOf(IllegalStateException.class);
                    return FakeResponse.text(200, "ok");
                })
                .start(FakeRequest.get("/"));
        later.complete(Decision.CONTINUE);
        exchange.runHome();
        assertThat(exchange.response().status()).isEqualTo(200);
        assertThat(exchange.fact(key)).isEmpty();
    }

    @Test
    void boundsTheExchangesThatWait() {
        bench.builder.limits(Limits.DEFAULTS.withParked(2));
        Gateway gateway = deferring(Bench.REFUSAL).builder.build();
        FakeHost host = FakeHost.of(gateway);
        FakeExchange first = host.start(FakeRequest.get("/"));
        FakeExchange second = host.start(FakeRequest.get("/"));
        FakeExchange third = host.start(FakeRequest.get("/"));
        assertThat(third.response().status()).isEqualTo(503);
        assertThat(third.code()).isEqualTo("gateway.parked");
        assertThat(gateway.parkedExchanges()).isEqualTo(2);
        first.cancel();
        assertThat(gateway.parkedExchanges()).isEqualTo(1);
        later.complete(Decision.CONTINUE);
        second.runHome();
        assertThat(second.response().status()).isEqualTo(200);
        assertThat(gateway.parkedExchanges()).isZero();
    }

    @Test
    void releasesWhoeverWaitsWhenTheExchangeEnds() {
        FakeExchange exchange = deferring(Bench.REFUSAL).host().start(FakeRequest.get("/"));
        CompletableFuture<Step> next =
                ((Step.Park) exchange.steps().get(0)).next().toCompletableFuture();
        exchange.passage().complete(new Ending(Ending.Kind.CANCELLED, 0, 0, 0, null));
        exchange.runHome();
        assertThat(next).isCompletedWithValue(Replies.CLOSED);
        later.complete(Decision.CONTINUE);
        assertThat(exchange.runHome()).isFalse();
        assertThat(exchange.forwarded()).isFalse();
        assertThat(bench.scheduler.pending()).isZero();
        assertThat(bench.audit.outcome().end()).isEqualTo(Outcome.End.CANCELLED);
    }

    @Test
    void refusesAtOnceWhenTheHomeExecutorTakesNoTask() {
        Gateway gateway = deferring(Bench.REFUSAL).builder.build();
        Passage passage = gateway.open(FakeRequest.get("/").head(), task -> {
            throw new RejectedExecutionException("shut down");
        });
        CompletableFuture<Step> next = ((Step.Park) passage.begin()).next().toCompletableFuture();
        later.complete(Decision.CONTINUE);
        assertThat(next.join())
                .isInstanceOfSatisfying(
                        Step.Reply.class, reply -> assertThat(reply.status()).isEqualTo(503));
        passage.complete(Ending.sent(503, 0, 0));
        assertThat(bench.audit.outcome().end()).isEqualTo(Outcome.End.FAILED);
        assertThat(gateway.parkedExchanges()).isZero();
    }

    @Test
    void refusesWhenTheDeadlineCannotBeSet() {
        bench.builder.scheduler((task, delay) -> {
            throw new RejectedExecutionException("shut down");
        });
        Gateway gateway = deferring(Bench.REFUSAL).builder.build();
        assertThat(FakeHost.of(gateway).send(FakeRequest.get("/")).code()).isEqualTo("filter.failed");
        assertThat(gateway.parkedExchanges()).isZero();
    }

    @Test
    void keepsItsDeadlinesOnTheSystemTimerByDefault() {
        ExecutorService home = Executors.newSingleThreadExecutor();
        try {
            Gateway gateway = Gateway.builder()
                    .add(Stage.CUSTOM, x -> Verdict.defer(later, Duration.ofMillis(20), Bench.REFUSAL))
                    .build();
            Passage passage = gateway.open(FakeRequest.get("/").head(), home);
            CompletableFuture<Step> next = ((Step.Park) passage.begin()).next().toCompletableFuture();
            await().until(next::isDone);
            assertThat(((Step.Reply) next.join()).status()).isEqualTo(403);
        } finally {
            home.shutdown();
        }
    }

    @Test
    void recordsWhatFailedAndNotItsWrapping() {
        CompletableFuture<Decision> source = new CompletableFuture<>();
        FakeExchange exchange = bench.custom(x -> Verdict.defer(source.thenApply(d -> d), SECOND, Bench.REFUSAL))
                .host()
                .start(FakeRequest.get("/"));
        source.completeExceptionally(new IllegalStateException("down"));
        exchange.runHome();
        assertThat(bench.audit.outcome().verdicts().get(0).failure()).isInstanceOf(IllegalStateException.class);
    }
}
