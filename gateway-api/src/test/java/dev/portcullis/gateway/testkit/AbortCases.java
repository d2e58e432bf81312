package dev.portcullis.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that leave. */
interface AbortCases extends Bench {
    /**
     * Whether the host notices that a client has left while a verdict is pending. One that cannot finishes the exchange when
     * the verdict is there; it overrides this, marked as a {@link Deviation}.
     */
    default boolean abortsAreSeenWhileParked() {
        return true;
    }

    @Test
    default void clientThatClosesWhileAVerdictIsPendingEndsTheExchange() throws IOException {
        for (String phase : List.of("/head", "/request-body")) {
            leaveWhileParked(phase, Wire::close);
        }
    }

    @Test
    default void clientThatResetsWhileAVerdictIsPendingEndsTheExchange() throws IOException {
        for (String phase : List.of("/head", "/request-body")) {
            leaveWhileParked(phase, Wire::reset);
        }
    }

    @Test
    default void clientThatLeavesWhileItsAnswerIsJudgedEndsTheExchange() throws IOException {
        for (String phase : List.of("/response-head", "/response-body")) {
            CompletableFuture<Decision> verdict = new CompletableFuture<>();
            CountDownLatch parked = new CountDownLatch(1);
            Trial trial = serve(Handlers.ok(), inPhase(verdict, parked));
            try (Wire wire = trial.connect()) {
                wire.send(TestRequest.get(phase));
                await(parked);
                wire.reset();
                if (!abortsAreSeenWhileParked()) {
                    verdict.complete(Decision.CONTINUE);
                }
                assertThat(trial.outcome().end()).isIn(Outcome.End.CANCELLED, Outcome.End.ANSWERED);
            } finally {
                verdict.complete(Decision.CONTINUE);
            }
        }
    }

    @Test
    default void clientThatLeavesInTheMiddleOfItsBodyEndsTheExchange() throws IOException {
        for (String framing :
                List.of("Content-Length: 1000\r\n\r\npart", "Transfer-Encoding: chunked\r\n\r\n4\r\npart\r\n")) {
            Trial trial = serve(Handlers.ok(), exchange -> {
                exchange.inspectRequestBody(BodyLimit.reject(1000), body -> Decision.CONTINUE);
                return Decision.CONTINUE;
            });
            try (Wire wire = trial.connect()) {
                wire.send("POST / HTTP/1.1\r\nHost: localhost\r\n" + framing);
                trial.awaitUntil(() -> trial.begun() == 1);
            }
            assertThat(trial.outcome().end()).isNotIn(Outcome.End.ANSWERED, Outcome.End.UPGRADED);
            assertThat(trial.received()).isEmpty();
        }
    }

    @Test
    default void clientThatLeavesInTheMiddleOfTheAnswerEndsTheExchange() throws IOException {
        Script script = Script.streaming(200);
        byte[] part = Handlers.noise(1 << 20);
        for (int i = 0; i < 32; i++) {
            script = script.write(part).flush();
        }
        Trial trial = serve(Handlers.always(script), exchange -> Decision.CONTINUE);
        try (Wire wire = trial.connect().send(TestRequest.get("/"))) {
            assertThat(wire.readHead().status()).isEqualTo(200);
            wire.readExactly(1000);
            wire.reset();
        }
        assertThat(trial.outcome().end()).isEqualTo(Outcome.End.CANCELLED);
    }

    @Test
    default void boundOfParkedExchangesIsFreeAgainAfterAClientHasLeft() throws IOException {
        CompletableFuture<Decision> verdict = new CompletableFuture<>();
        Trial trial = serve(Handlers.ok(), Limits.DEFAULTS.withParked(1), (Filter)
                exchange -> exchange.request().path().equals("/wait")
                        ? DeferredCases.later(verdict)
                        : DeferredCases.later(DeferredCases.soon(Decision.CONTINUE)));
        try {
            try (Wire wire = trial.connect().send(TestRequest.get("/wait"))) {
                trial.awaitUntil(() -> trial.parked() == 1);
                wire.reset();
            }
            if (!abortsAreSeenWhileParked()) {
                verdict.complete(Decision.CONTINUE);
            }
            trial.awaitUntil(() -> trial.parked() == 0);
            assertThat(trial.send(TestRequest.get("/")).status()).isEqualTo(200);
        } finally {
            verdict.complete(Decision.CONTINUE);
        }
    }

    private void leaveWhileParked(String phase, Leaving leaving) throws IOException {
        CompletableFuture<Decision> verdict = new CompletableFuture<>();
        CountDownLatch parked = new CountDownLatch(1);
        Trial trial = serve(Handlers.ok(), inPhase(verdict, parked));
        try (Wire wire = trial.connect()) {
            wire.send(TestRequest.post(phase, "content"));
            await(parked);
            leaving.leave(wire);
            if (abortsAreSeenWhileParked()) {
                assertThat(trial.outcome().end()).isEqualTo(Outcome.End.CANCELLED);
                verdict.complete(Decision.CONTINUE);
                assertThat(trial.received()).isEmpty();
            } else {
                verdict.complete(Decision.CONTINUE);
                assertThat(trial.outcome().end()).isIn(Outcome.End.CANCELLED, Outcome.End.ANSWERED);
            }
        } finally {
            verdict.complete(Decision.CONTINUE);
        }
    }

    private static Filter inPhase(CompletableFuture<Decision> verdict, CountDownLatch parked) {
        return DeferredCases.inPhase(
                () -> {
                    parked.countDown();
                    return verdict;
                },
                DeferredCases.LONG,
                VerdictCases.REFUSED);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(15, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A way to leave. */
    interface Leaving {
        void leave(Wire wire) throws IOException;
    }
}
