package dev.portcullis.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.host.Ending;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.Step;
import dev.portcullis.gateway.testkit.FakeRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CompletionTest {
    private static final Ending LEFT = new Ending(Ending.Kind.CANCELLED, 0, 3, 4, null);

    private final List<String> told = new ArrayList<>();
    private final Bench bench = new Bench();

    @Test
    void tellsTheLastRegisteredFirst() {
        bench.subscribing(x -> {
                    x.onComplete(o -> told.add("a"));
                    x.onComplete(o -> told.add("b"));
                })
                .subscribing(x -> x.onComplete(o -> told.add("c")))
                .get();
        assertThat(told).containsExactly("c", "b", "a");
    }

    @Test
    void tellsEveryObserverWhateverAnotherThrows() {
        bench.subscribing(x -> {
                    x.onComplete(o -> told.add("a"));
                    x.onComplete(o -> {
                        throw new StackOverflowError();
                    });
                    x.onComplete(o -> {
                        throw new IllegalStateException("on purpose");
                    });
                    x.onComplete(o -> told.add("b"));
                })
                .get();
        assertThat(told).containsExactly("b", "a");
    }

    @Test
    void tellsTheEndOnceHoweverOftenItIsReported() {
        Passage passage = bench.builder.build().open(FakeRequest.get("/").head(), Runnable::run);
        passage.begin();
        passage.complete(LEFT);
        passage.complete(Ending.sent(200, 0, 0));
        Outcome outcome = bench.audit.outcome();
        assertThat(outcome.end()).isEqualTo(Outcome.End.CANCELLED);
        assertThat(outcome.requestBytes()).isEqualTo(3);
        assertThat(outcome.responseBytes()).isEqualTo(4);
    }

    @Test
    void runsNoFilterAfterTheEnd() {
        Passage passage = bench.custom(x -> {
                    throw new AssertionError("must not run");
                })
                .builder
                .build()
                .open(FakeRequest.get("/").head(), Runnable::run);
        passage.complete(LEFT);
        assertThat(passage.begin()).isInstanceOf(Step.Reply.class);
        assertThat(bench.audit.exchanges()).isEmpty();
    }

    @Test
    void takesNothingFromAnObserver() {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        bench.subscribing(x -> x.onComplete(o -> {
                    try {
                        x.onComplete(again -> {});
                    } catch (IllegalStateException e) {
                        thrown.set(e);
                    }
                }))
                .get();
        assertThat(thrown.get()).isNotNull();
    }

    @Test
    void waitsForFilterCodeThatRuns() throws Exception {
        CountDownLatch inFilter = new CountDownLatch(1);
        CountDownLatch mayLeave = new CountDownLatch(1);
        Passage passage = bench.custom(x -> {
                    x.onComplete(o -> told.add("observer"));
                    inFilter.countDown();
                    try {
                        mayLeave.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    told.add("filter");
                    return Decision.CONTINUE;
                })
                .custom(x -> Decision.CONTINUE)
                .builder
                .build()
                .open(FakeRequest.get("/").head(), Runnable::run);
        AtomicReference<Step> step = new AtomicReference<>();
        Thread driver = new Thread(() -> step.set(passage.begin()));
        driver.start();
        inFilter.await();
        Thread completer = new Thread(() -> {
            passage.complete(LEFT);
            told.add("completed");
        });
        completer.start();
        org.awaitility.Awaitility.await().until(() -> completer.getState() == Thread.State.WAITING);
        completer.interrupt(); // must not cut the wait short
        mayLeave.countDown();
        driver.join();
        completer.join();
        assertThat(told).containsExactly("filter", "observer", "completed");
        assertThat(step.get()).isInstanceOf(Step.Reply.class);
    }

    @Test
    void doesNotWaitForItselfWhenAFilterEndsItsOwnExchange() {
        AtomicReference<Passage> passage = new AtomicReference<>();
        passage.set(bench.custom(x -> {
                    x.onComplete(o -> told.add("observer"));
                    passage.get().complete(LEFT);
                    told.add("filter");
                    return Decision.CONTINUE;
                })
                .builder
                .build()
                .open(FakeRequest.get("/").head(), Runnable::run));
        assertThat(passage.get().begin()).isInstanceOf(Step.Reply.class);
        assertThat(told).containsExactly("filter", "observer");
    }

    @Test
    void doesNotWaitForItselfWhenAnObserverEndsTheExchangeAgain() {
        AtomicReference<Passage> passage = new AtomicReference<>();
        passage.set(bench.subscribing(x -> x.onComplete(o -> passage.get().complete(LEFT)))
                .builder
                .build()
                .open(FakeRequest.get("/").head(), Runnable::run));
        passage.get().begin();
        passage.get().complete(LEFT);
        assertThat(bench.audit.outcomes()).hasSize(1);
    }

    @Test
    void tellsTheHostsCauseAndTheTimeFromTheHeadOn() {
        IllegalStateException cause = new IllegalStateException("the handler failed");
        Passage passage = bench.builder.build().open(FakeRequest.get("/").head(), Runnable::run);
        passage.begin();
        bench.clock.advance(Duration.ofMillis(25));
        passage.complete(new Ending(Ending.Kind.FAILED, 500, 0, 0, cause));
        Outcome outcome = bench.audit.outcome();
        assertThat(outcome.end()).isEqualTo(Outcome.End.FAILED);
        assertThat(outcome.cause()).isSameAs(cause);
        assertThat(outcome.durationNanos()).isEqualTo(25_000_000);
    }

    @Test
    void knowsWhenTheHeadArrivedHoweverLateItIsAsked() {
        Passage passage = bench.builder.build().open(FakeRequest.get("/").head(), Runnable::run);
        java.time.Instant arrival = bench.clock.instant();
        passage.begin();
        bench.clock.advance(Duration.ofSeconds(5));
        Exchange exchange = bench.audit.exchanges().get(0);
        assertThat(exchange.start()).isEqualTo(arrival);
        assertThat(exchange.policyVersion()).isEqualTo("test@1");
    }

    @Test
    void keepsFactsReadableAfterTheEnd() {
        dev.portcullis.gateway.Key<String> key = dev.portcullis.gateway.Key.of("k", String.class);
        bench.subscribing(x -> {
                    x.put(key, "old");
                    x.put(key, "new");
                })
                .get();
        assertThat(bench.audit.exchanges().get(0).get(key)).contains("new");
    }
}
