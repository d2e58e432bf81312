package dev.portcullis.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Key;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.FakeResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadUnderLoadTest {
    private static final int RELOADS = 1_000;
    private static final Key<Long> NUMBER = Key.of("number", Long.class);
    private static final Section<Long> SECTION = Section.of("number", Shapes.number(0, RELOADS));

    /** What one policy holds: it must be open as long as any exchange of that policy is under way. */
    private static final class Held implements AutoCloseable {
        final AtomicBoolean closed = new AtomicBoolean();

        @Override
        public void close() {
            if (!closed.compareAndSet(false, true)) {
                throw new IllegalStateException("closed twice");
            }
        }
    }

    /** Two filters of one number each, the second of which judges the first. */
    private static final class Numbers implements FilterProvider {
        final Queue<Held> made = new ConcurrentLinkedQueue<>();
        final Queue<String> wrong = new ConcurrentLinkedQueue<>();

        @Override
        public String name() {
            return "numbers";
        }

        @Override
        public List<Section<?>> sections() {
            return List.of(SECTION);
        }

        @Override
        public void contribute(PolicyContext policy, Contribution contribution) {
            long number = policy.get(SECTION).orElseThrow();
            Held held = policy.kept(SECTION.place(), "held", number, () -> {
                        Held one = new Held();
                        made.add(one);
                        return one;
                    })
                    .orElseThrow();
            contribution.install(Stage.HYGIENE, exchange -> {
                exchange.put(NUMBER, number);
                return Decision.CONTINUE;
            });
            contribution.install(Stage.CUSTOM, exchange -> {
                boolean pure = exchange.get(NUMBER).orElseThrow() == number
                        && exchange.policyVersion().equals("orders@" + number)
                        && !held.closed.get();
                exchange.onComplete(outcome -> {
                    if (held.closed.get()) {
                        wrong.add("closed under an exchange of " + number);
                    }
                });
                return pure
                        ? Decision.CONTINUE
                        : Decision.reject(Reason.UNAVAILABLE, "numbers.mixed", "two policies in one exchange");
            });
        }
    }

    @TempDir
    Path directory;

    private static String policy(int number) {
        return PolicyFiles.HEAD.replace("version: \"1\"", "version: \"" + number + "\"") + "  number: " + number
                + "\n  routes: [{id: a, match: {path: /a}, authenticate: none}]\n";
    }

    @Test
    void noExchangeSeesTwoPolicies() throws Exception {
        Numbers numbers = new Numbers();
        PolicyFiles files = new PolicyFiles(directory, numbers);
        Path file = files.write("orders.yaml", policy(0));
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong sent = new AtomicLong();
        ExecutorService clients = Executors.newFixedThreadPool(4);
        try (PolicyHost host = PolicyHost.follow(files.loader(), file)) {
            FakeHost server = FakeHost.of(host).handler(exchange -> {
                Thread.yield();
                return FakeResponse.text(200, exchange.exchange().policyVersion());
            });
            for (int i = 0; i < 4; i++) {
                clients.execute(() -> {
                    while (!stop.get()) {
                        FakeExchange exchange = server.send(FakeRequest.get("/a"));
                        sent.incrementAndGet();
                        if (exchange.response().status() != 200) {
                            numbers.wrong.add(exchange.response().status() + " " + exchange.code());
                        }
                    }
                });
            }
            int refused = 0;
            for (int number = 1; number <= RELOADS; number++) {
                long before = sent.get();
                if (number % 10 == 0) {
                    files.write("orders.yaml", policy(number).replace("number:", "nmber:"));
                    refused += host.reload() ? 0 : 1;
                }
                files.write("orders.yaml", policy(number));
                assertThat(host.reload()).isTrue();
                await().pollInterval(Duration.ofMillis(1)).until(() -> sent.get() > before);
            }
            stop.set(true);
            clients.shutdown();
            assertThat(clients.awaitTermination(10, java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
            assertThat(refused).isEqualTo(RELOADS / 10);
            assertThat(host.current().metadata()).hasToString("orders@" + RELOADS);
        } finally {
            stop.set(true);
            clients.shutdownNow();
        }
        assertThat(numbers.wrong).isEmpty();
        assertThat(sent.get()).isGreaterThan(RELOADS);
        assertThat(numbers.made).hasSize(RELOADS + 1);
        await().untilAsserted(() -> assertThat(numbers.made).allMatch(held -> held.closed.get()));
    }
}
