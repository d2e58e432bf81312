package dev.portcullis.auth.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.auth.testkit.Answer;
import dev.portcullis.auth.testkit.Forge;
import dev.portcullis.auth.testkit.NettyServer;
import dev.portcullis.auth.testkit.Provider;
import dev.portcullis.auth.testkit.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An identity provider that is broken, over HTTP: nobody is told 401 for it, and it costs little. */
@Timeout(120)
class ProviderTroubleTest {
    private static final Forge FORGE = new Forge();
    private static final int MEBIBYTE = 1 << 20;

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
        return Site.start(folder, """
                authentication:
                  jwt: [{name: corp, issuer: "%s", audience: [orders], keys: {jwksUri: "%s/keys"}}]
                routes:
                  - {id: any, match: {path: /any}, authorize: {anyAuthenticated: true}}
                """.formatted(Forge.ISSUER, provider.url()), new NettyServer());
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
}
