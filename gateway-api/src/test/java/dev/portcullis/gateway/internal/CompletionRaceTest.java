package dev.portcullis.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.ResponseHead;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.host.Ending;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.Step;
import dev.portcullis.gateway.testkit.FakeRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The end of an exchange against everything that may run at that moment: filters, inspectors, a deferred verdict and its
 * deadline. Each round has another seed and so another timing.
 */
@Timeout(120)
class CompletionRaceTest {
    private static final int ROUNDS = 3000;

    private final ExecutorService home = Executors.newSingleThreadExecutor();
    private final ExecutorService redis = Executors.newSingleThreadExecutor();
    private final ExecutorService closers = Executors.newFixedThreadPool(2);

    @AfterEach
    void stop() {
        for (ExecutorService each : List.of(home, redis, closers)) {
            each.shutdownNow();
        }
    }

    @Test
    void neverOverlapsWithFilterCodeNeverPrecedesItAndNeverLosesAnObserver() throws Exception {
        for (int seed = 0; seed < ROUNDS; seed++) {
            new Round(seed).run();
        }
    }

    private final class Round {
        private final int seed;
        private final SplittableRandom random;
        private final AtomicInteger inside = new AtomicInteger();
        private final Queue<String> violations = new ConcurrentLinkedQueue<>();
        private final Queue<Integer> told = new ConcurrentLinkedQueue<>();
        private final AtomicInteger registered = new AtomicInteger();
        private final CyclicBarrier barrier = new CyclicBarrier(3);
        private volatile boolean completed;

        Round(int seed) {
            this.seed = seed;
            this.random = new SplittableRandom(seed);
        }

        void run() throws Exception {
            Gateway.Builder builder = Gateway.builder();
            int filters = 1 + random.nextInt(4);
            for (int i = 0; i < filters; i++) {
                int kind = random.nextInt(4);
                int spins = random.nextInt(200);
                builder.add(Stage.CUSTOM, x -> filter(x, kind, spins));
            }
            Gateway gateway = builder.build();
            Passage passage = gateway.open(FakeRequest.post("/", "hello").head(), home);
            int delayFirst = random.nextInt(3000);
            int delaySecond = random.nextInt(3000);
            Future<?> driver = home.submit(() -> drive(passage));
            List<Future<?>> enders = new ArrayList<>();
            for (int delay : new int[] {delayFirst, delaySecond}) {
                enders.add(closers.submit(() -> {
                    meet();
                    spin(delay);
                    passage.complete(new Ending(Ending.Kind.CANCELLED, 0, 0, 0, null));
                    completed = true;
                }));
            }
            driver.get(20, TimeUnit.SECONDS);
            for (Future<?> ender : enders) {
                ender.get(20, TimeUnit.SECONDS);
            }
            done.get(20, TimeUnit.SECONDS);
            redis.submit(() -> {}).get(20, TimeUnit.SECONDS);
            home.submit(() -> {}).get(20, TimeUnit.SECONDS);
            assertThat(violations).as("seed %d", seed).isEmpty();
            List<Integer> expected = new ArrayList<>();
            for (int i = registered.get() - 1; i >= 0; i--) {
                expected.add(i);
            }
            assertThat(told).as("seed %d", seed).containsExactlyElementsOf(expected);
            assertThat(gateway.parkedExchanges()).as("seed %d", seed).isZero();
            assertThat(gateway.bufferedBytes()).as("seed %d", seed).isZero();
        }

        private final CompletableFuture<Step> done = new CompletableFuture<>();

        private void drive(Passage passage) {
            meet();
            follow(passage, passage.begin(), true);
        }

        private void follow(Passage passage, Step step, boolean request) {
            if (step instanceof Step.Park park) {
                park.next().whenComplete((next, failure) -> follow(passage, next, request));
            } else if (step instanceof Step.Collect) {
                Body body = Body.of(new byte[5]);
                follow(passage, request ? passage.requestBody(body) : passage.responseBody(body), request);
            } else if (step instanceof Step.Forward && request && passage.watchesResponse()) {
                follow(passage, passage.response(new ResponseHead(200, Headers.EMPTY)), false);
            } else {
                done.complete(step);
            }
        }

        private Verdict filter(Exchange x, int kind, int spins) {
            return inFilter(() -> {
                int number = registered.getAndIncrement();
                x.onComplete(outcome -> {
                    enterFilter(false);
                    spin(spins);
                    told.add(number);
                    inside.decrementAndGet();
                });
                spin(spins);
                if (kind == 1) {
                    x.inspectRequestBody(BodyLimit.reject(9), body -> inFilter(() -> later(spins)));
                    x.inspectResponseBody(BodyLimit.reject(9), body -> inFilter(() -> later(spins)));
                } else if (kind == 2) {
                    return later(spins);
                } else if (kind == 3) {
                    return Verdict.defer(new CompletableFuture<>(), Duration.ofNanos(1 + spins * 100L), REFUSE);
                }
                return Decision.CONTINUE;
            });
        }

        private Verdict later(int spins) {
            CompletableFuture<Decision> later = new CompletableFuture<>();
            redis.execute(() -> {
                spin(spins);
                later.complete(Decision.CONTINUE);
            });
            return Verdict.defer(later, Duration.ofSeconds(10), REFUSE);
        }

        private Verdict inFilter(java.util.function.Supplier<Verdict> code) {
            enterFilter(true);
            try {
                return code.get();
            } finally {
                inside.decrementAndGet();
            }
        }

        private void enterFilter(boolean notAfterTheEnd) {
            if (inside.incrementAndGet() != 1) {
                violations.add("overlap");
            }
            if (notAfterTheEnd && completed) {
                violations.add("filter code after the end");
            } else if (completed) {
                violations.add("observer after complete returned");
            }
        }

        private void meet() {
            try {
                barrier.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | java.util.concurrent.TimeoutException e) {
                violations.add("no meeting");
            }
        }
    }

    private static final Decision REFUSE = Bench.REFUSAL;

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }
}
