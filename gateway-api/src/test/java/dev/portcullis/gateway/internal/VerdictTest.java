package dev.portcullis.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.FakeResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
    @Test
    void forwardsWhatEveryFilterLetsPass() {
        Bench bench = new Bench().custom(x -> Decision.CONTINUE);
        FakeExchange exchange = bench.send(FakeRequest.get("/orders/1?x=1"));
        assertThat(exchange.forwarded()).isTrue();
        assertThat(exchange.response().text()).isEqualTo("ok");
        assertThat(exchange.passage().target()).isEqualTo("/orders/1?x=1");
        assertThat(bench.audit.outcome().end()).isEqualTo(Outcome.End.ANSWERED);
        assertThat(bench.audit.outcome().verdicts()).isEmpty();
    }

    @Test
    void runsEverythingOnTheCallingThreadAndTouchesNoExecutorWithoutAPendingDefer() {
        List<Thread> threads = new ArrayList<>();
        Bench bench = new Bench().custom(x -> {
            threads.add(Thread.currentThread());
            x.inspectRequestBody(BodyLimit.reject(10), body -> {
                threads.add(Thread.currentThread());
                return Verdict.defer(
                        CompletableFuture.completedFuture(Decision.CONTINUE), Duration.ofSeconds(1), Bench.REFUSAL);
            });
            x.inspectResponse(head -> {
                threads.add(Thread.currentThread());
                return Decision.CONTINUE;
            });
            x.inspectResponseBody(BodyLimit.reject(10), body -> {
                threads.add(Thread.currentThread());
                return Decision.CONTINUE;
            });
            x.onComplete(outcome -> threads.add(Thread.currentThread()));
            return Verdict.defer(
                    CompletableFuture.completedFuture(Decision.CONTINUE), Duration.ofSeconds(1), Bench.REFUSAL);
        });
        FakeExchange exchange = bench.send(FakeRequest.post("/", "hello"));
        assertThat(exchange.response().status()).isEqualTo(200);
        assertThat(exchange.hops()).isZero();
        assertThat(threads).hasSize(5).containsOnly(Thread.currentThread());
        assertThat(bench.scheduler.pending()).isZero();
    }

    @Test
    void tellsTheClientTheReasonsOwnWordsAloneAndForwardsNothing() {
        Bench bench = new Bench()
                .add(
                        Stage.AUTHORIZATION,
                        "guard",
                        x -> Decision.reject(Reason.FORBIDDEN, "authz.no_role", "hidden detail"));
        FakeExchange exchange = bench.get();
        assertThat(exchange.forwarded()).isFalse();
        assertThat(exchange.response().status()).isEqualTo(403);
        assertThat(exchange.response().text())
                .contains("\"status\":403", exchange.exchange().id())
                .doesNotContain("hidden", "no_role", "guard");
        Outcome outcome = bench.audit.outcome();
        assertThat(outcome.end()).isEqualTo(Outcome.End.REJECTED);
        assertThat(outcome.decidedBy()).isEqualTo("guard");
        assertThat(outcome.rejection()).isNotNull();
        assertThat(outcome.verdicts()).singleElement().satisfies(verdict -> {
            assertThat(verdict.filter()).isEqualTo("guard");
            assertThat(verdict.rejection()).isEqualTo(outcome.rejection());
        });
    }

    @Test
    void asksNoFurtherFilterAfterARejection() {
        Bench bench = new Bench().custom(x -> Bench.REFUSAL).custom(x -> {
            throw new AssertionError("must not run");
        });
        assertThat(bench.get().code()).isEqualTo("test.refused");
    }

    @Test
    void answersByItselfWithoutForwardingOrAskingResponseInspectors() {
        Bench bench = new Bench()
                .subscribing(x -> x.inspectResponse(head -> Bench.REFUSAL))
                .add(Stage.CUSTOM, "cors", x -> {
                    x.responseHeaders().set("Vary", "Origin");
                    return Decision.answer(204, Headers.of("Access-Control-Max-Age", "60"));
                });
        FakeExchange exchange = bench.send(FakeRequest.of("OPTIONS", "/"));
        assertThat(exchange.forwarded()).isFalse();
        assertThat(exchange.rejection()).isNull();
        assertThat(exchange.response().status()).isEqualTo(204);
        assertThat(exchange.response().headers())
                .isEqualTo(Headers.of("Access-Control-Max-Age", "60", "Vary", "Origin"));
        assertThat(bench.audit.outcome().end()).isEqualTo(Outcome.End.ANSWERED);
        assertThat(bench.audit.outcome().decidedBy()).isEqualTo("cors");
    }

    @Test
    void framesAnAnswerThatMayHaveContent() {
        Bench bench = new Bench().custom(x -> Decision.answer(200, Headers.of("Content-Length", "7", "X", "1")));
        assertThat(bench.get().response().headers()).isEqualTo(Headers.of("X", "1", "Content-Length", "0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exception", "stack overflow", "error", "null"})
    void refusesWith503WhateverAFilterThrowsAndForNull(String kind) {
        Bench bench = new Bench().custom(x -> misbehave(kind));
        FakeExchange exchange = bench.get();
        assertThat(exchange.forwarded()).isFalse();
        assertThat(exchange.response().status()).isEqualTo(503);
        assertThat(exchange.code()).isEqualTo("filter.failed");
        Outcome outcome = bench.audit.outcome();
        assertThat(outcome.end()).isEqualTo(Outcome.End.FAILED);
        assertThat(outcome.decidedBy()).isEqualTo("custom");
        assertThat(outcome.cause()).isNotNull();
        assertThat(outcome.verdicts())
                .singleElement()
                .satisfies(v -> assertThat(v.failure()).isSameAs(outcome.cause()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exception", "stack overflow", "error", "null"})
    void refusesWith503WhateverAnInspectorThrowsAndForNull(String kind) {
        List<Consumer<Exchange>> subscriptions = List.of(
                x -> x.inspectRequestBody(BodyLimit.reject(1), body -> misbehave(kind)),
                x -> x.inspectResponse(head -> misbehave(kind)),
                x -> x.inspectResponseBody(BodyLimit.reject(9), body -> misbehave(kind)));
        for (Consumer<Exchange> subscription : subscriptions) {
            Bench bench = new Bench().subscribing(subscription);
            FakeExchange exchange = bench.get();
            assertThat(exchange.response().status()).isEqualTo(503);
            assertThat(exchange.code()).isEqualTo("filter.failed");
            assertThat(bench.audit.outcome().end()).isEqualTo(Outcome.End.FAILED);
        }
    }

    @Test
    void leaksNothingOfAnExceptionToTheClientOrTheLogDetail() {
        Bench bench = new Bench().custom(x -> {
            throw new IllegalStateException("Bearer secret-of-ann");
        });
        FakeExchange exchange = bench.get();
        assertThat(exchange.response().text()).doesNotContain("secret-of-ann", "IllegalState");
        assertThat(exchange.rejection())
                .extracting(Rejection::logDetail)
                .asString()
                .doesNotContain("secret-of-ann");
    }

    @Test
    void takesNoSubscriptionThatComesTooLate() {
        AtomicReference<Exchange> kept = new AtomicReference<>();
        Bench bench = new Bench().subscribing(kept::set).inspecting(BodyLimit.reject(9), body -> {
            kept.get().onComplete(outcome -> {});
            return Decision.CONTINUE;
        });
        FakeExchange exchange = bench.send(FakeRequest.post("/", "x"));
        assertThat(exchange.response().status()).isEqualTo(503);
        assertThat(bench.audit.outcome().cause()).hasMessageContaining("onComplete too late");
    }

    @Test
    void takesNoSubscriptionFromAnotherThreadWhileTheHandlerRuns() {
        AtomicReference<Exchange> kept = new AtomicReference<>();
        List<Throwable> thrown = new ArrayList<>();
        Bench bench = new Bench().subscribing(kept::set);
        bench.host()
                .handler(exchange -> {
                    for (Consumer<Exchange> late : LATE) {
                        try {
                            late.accept(kept.get());
                        } catch (IllegalStateException e) {
                            thrown.add(e);
                        }
                    }
                    return FakeResponse.text(200, "ok");
                })
                .send(FakeRequest.get("/"));
        assertThat(thrown).hasSameSizeAs(LATE);
    }

    private static final List<Consumer<Exchange>> LATE = List.of(
            x -> x.inspectRequestBody(BodyLimit.reject(1), body -> Decision.CONTINUE),
            x -> x.inspectResponse(head -> Decision.CONTINUE),
            x -> x.inspectResponseBody(BodyLimit.reject(1), body -> Decision.CONTINUE),
            x -> x.onComplete(outcome -> {}),
            x -> x.upstreamHeaders().set("X", "1"),
            x -> x.responseHeaders().set("X", "1"),
            x -> x.put(dev.portcullis.gateway.Key.of("k", String.class), "v"));

    @Test
    void letsAResponseInspectorReplaceTheAnswer() {
        Bench bench = new Bench()
                .subscribing(x -> x.inspectResponse(head -> head.status() == 500
                        ? Decision.reject(Reason.BAD_RESPONSE, "waf.leak", "a stack trace")
                        : Decision.CONTINUE));
        FakeExchange exchange = bench.host()
                .answering(FakeResponse.text(500, "at Foo.bar(Foo.java:1)"))
                .send(FakeRequest.get("/"));
        assertThat(exchange.response().status()).isEqualTo(502);
        assertThat(exchange.response().text()).doesNotContain("Foo");
        assertThat(bench.audit.outcome().end()).isEqualTo(Outcome.End.REJECTED);
    }

    @Test
    void passesARejectionByAllResponseInspectorsButWithItsEditsAndItsCompletion() {
        List<String> ends = new ArrayList<>();
        Bench bench = new Bench()
                .subscribing(x -> {
                    x.responseHeaders()
                            .set("Strict-Transport-Security", "max-age=1")
                            .remove("X-Hint");
                    x.inspectResponse(head -> {
                        throw new AssertionError("must not run");
                    });
                    x.inspectResponseBody(BodyLimit.reject(1), body -> {
                        throw new AssertionError("must not run");
                    });
                    x.onComplete(outcome -> ends.add(outcome.end().name()));
                })
                .custom(x -> Decision.reject(Rejection.of(Reason.RATE_LIMITED, "limit.per-user", "")
                        .withHeader("Retry-After", "7")
                        .withHeader("X-Hint", "1")));
        FakeExchange exchange = bench.get();
        assertThat(exchange.response().status()).isEqualTo(429);
        assertThat(exchange.response().field("Strict-Transport-Security")).isEqualTo("max-age=1");
        assertThat(exchange.response().field("Retry-After")).isEqualTo("7");
        assertThat(exchange.response().headers().contains("X-Hint")).isFalse();
        assertThat(ends).containsExactly("REJECTED");
    }

    @Test
    void answersEveryCallThatTheHostMakesOutOfTurnWithAReply() {
        FakeExchange exchange = new Bench().get();
        assertThat(exchange.passage().begin()).isSameAs(Replies.CLOSED);
        assertThat(exchange.passage().requestBody(dev.portcullis.gateway.Body.EMPTY))
                .isSameAs(Replies.CLOSED);
        assertThat(exchange.passage().requestBodyLate()).isSameAs(Replies.CLOSED);
        assertThat(exchange.passage().collected(1)).isSameAs(Replies.CLOSED);
        assertThat(exchange.passage().response(new dev.portcullis.gateway.ResponseHead(200, Headers.EMPTY)))
                .isSameAs(Replies.CLOSED);
        assertThat(exchange.passage().responseBody(dev.portcullis.gateway.Body.EMPTY))
                .isSameAs(Replies.CLOSED);
    }

    private static Verdict misbehave(String kind) {
        return switch (kind) {
            case "exception" -> throw new IllegalStateException("on purpose");
            case "stack overflow" -> endless(1);
            case "error" -> throw new AssertionError("on purpose");
            default -> nothing();
        };
    }

    private static Verdict endless(int depth) {
        Verdict deeper = endless(depth + 1);
        return depth < 0 ? Decision.CONTINUE : deeper;
    }

    @SuppressWarnings("NullAway") // what a careless filter returns
    private static Verdict nothing() {
        return null;
    }
}
