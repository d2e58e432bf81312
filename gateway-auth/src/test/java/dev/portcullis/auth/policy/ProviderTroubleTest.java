package dev.portcullis.auth.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portcullis.auth.testkit.Answer;
import dev.portcullis.auth.testkit.Forge;
import dev.portcullis.auth.testkit.NettyServer;
import dev.portcullis.auth.testkit.Provider;
import dev.portcullis.auth.testkit.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An identity provider that is broken, over HTTP: nobody is told 401 for it, and it costs little. */
@Timeout(120)
class ProviderTroubleTest {
    private static final Forge FORGE = new Forge();
    private static final int MEBIBYTE = 1 << 20;
    private static final int CALLERS = 500;

    @TempDir
    Path folder;

    private Provider provider;

    @BeforeEach
    void start() throws IOException {
        provider = new Provider();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private Site site() throws Exception {
        return site("5s");
    }

    private Site site(String timeout) throws Exception {
        return Site.start(folder, """
                authentication:
                  jwt: [{name: corp, issuer: "%s", audience: [orders], keys: {jwksUri: "%s/keys", timeout: %s}}]
                routes:
                  - {id: any, match: {path: /any}, authorize: {anyAuthenticated: true}}
                  - {id: open, match: {path: /open}, authenticate: none}
                """.formatted(Forge.ISSUER, provider.url(), timeout), new NettyServer());
    }

    private void isToldToComeAgain() throws Exception {
        try (Site site = site()) {
            Answer answer = site.get("/any", "Authorization", "Bearer " + FORGE.good());
            assertThat(answer.toString()).isEqualTo("503 auth.keys_unavailable");
            assertThat(Integer.parseInt(answer.headers().first("Retry-After").orElseThrow()))
                    .isBetween(1, 30);
            assertThat(answer.all("WWW-Authenticate")).isEmpty();
        }
    }

    @Test
    void garbageIsNoKeySet() throws Exception {
        provider.serve("<html>login</html>");
        isToldToComeAgain();
    }

    @Test
    void anEmptySetIsNoKeySet() throws Exception {
        provider.serve("{\"keys\":[]}");
        isToldToComeAgain();
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        provider.document("/elsewhere", FORGE.jwks());
        provider.does(exchange -> {
            exchange.getResponseHeaders().set("Location", provider.url() + "/elsewhere");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        isToldToComeAgain();
    }

    @Test
    void anErrorWithAKeySetIsNoKeySet() throws Exception {
        provider.does(exchange -> {
            byte[] bytes = FORGE.jwks().getBytes(UTF_8);
            exchange.sendResponseHeaders(500, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        isToldToComeAgain();
    }

    @Test
    void tenMebibytesAreNotRead() throws Exception {
        AtomicLong written = new AtomicLong();
        CountDownLatch over = new CountDownLatch(1);
        provider.does(exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                byte[] piece = " ".repeat(8192).getBytes(UTF_8);
                while (written.get() < 64L * MEBIBYTE) {
                    exchange.getResponseBody().write(piece);
                    written.addAndGet(piece.length);
                }
            } finally {
                over.countDown();
            }
        });
        isToldToComeAgain();
        assertThat(over.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(written.get()).as("what the sockets took besides").isLessThan(10L * MEBIBYTE);
    }

    @Test
    void aBodyThatDripsIsNotWaitedFor() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        provider.does(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (!cut.await(200, TimeUnit.MILLISECONDS)) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                }
            } catch (IOException e) {
                cut.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        isToldToComeAgain();
        assertThat(cut.await(60, TimeUnit.SECONDS)).as("the connection is cut").isTrue();
    }

    /** With one event loop for everybody, a wait that blocked would stop the open route too. */
    @Test
    void aProviderThatHangsCostsOneFetchAndOtherRoutesDoNotFeelIt() throws Exception {
        hang(5, Duration.ofSeconds(4));
    }

    @Test
    @Tag("proof")
    void aProviderThatHangsForHalfAMinuteCostsOneFetchAndOtherRoutesDoNotFeelIt() throws Exception {
        hang(5, Duration.ofSeconds(30));
    }

    private void hang(int timeout, Duration atLeast) throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        provider.does(exchange -> {
            try {
                hangs.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        long begin = System.nanoTime(); // before the first fetch, so that none can come too early
        try (Site site = site(timeout + "s")) {
            await().atMost(Duration.ofSeconds(60)).until(() -> provider.asked() >= 1);
            String token = "Bearer " + FORGE.good();
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                answers.add(callers.submit(() -> site.get("/any", "Authorization", token)));
            }
            List<Long> open = new ArrayList<>();
            int undisturbed = 0;
            while (open.size() < 50
                    || System.nanoTime() - begin < atLeast.toNanos()
                    || undisturbed == 0 && answered(answers) < CALLERS) {
                long answered = answered(answers);
                long start = System.nanoTime();
                assertThat(site.get("/open").status()).isEqualTo(200);
                open.add((System.nanoTime() - start) / 1000);
                if (answered > 0 && answered < CALLERS && answered(answers) == answered) {
                    undisturbed++;
                }
            }
            int asked = provider.asked();
            double seconds = (System.nanoTime() - begin) / 1e9;
            Collections.sort(open);
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().toString()).isEqualTo("503 auth.keys_unavailable");
            }
            System.out.printf(
                    "hung %.1f s, callers %d, fetches %d; open route: %d requests (%d while the callers that may wait did), median %.1f ms,"
                            + " p99 %.1f ms, slowest %.1f ms%n",
                    seconds,
                    CALLERS,
                    asked,
                    open.size(),
                    undisturbed,
                    open.get(open.size() / 2) / 1e3,
                    open.get(open.size() * 99 / 100) / 1e3,
                    open.get(open.size() - 1) / 1e3);
            assertThat(asked)
                    .as("one at a time, each given up in time")
                    .isLessThanOrEqualTo(1 + (int) (seconds / timeout));
            assertThat(undisturbed)
                    .as("requests that came and were answered while those callers waited that were not refused at once")
                    .isPositive();
        } finally {
            hangs.countDown();
            callers.shutdownNow();
        }
    }

    private static long answered(List<Future<Answer>> answers) {
        return answers.stream().filter(Future::isDone).count();
    }
}
