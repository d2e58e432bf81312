package dev.portcullis.auth.load;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portcullis.auth.testkit.Forge;
import dev.portcullis.auth.testkit.NettyServer;
import dev.portcullis.auth.testkit.Provider;
import dev.portcullis.auth.testkit.Site;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A provider that hangs, with many callers on Netty with one event loop: a wait that blocked it would stop everybody. */
@Timeout(180)
class HungProviderTest {
    private static final Forge FORGE = new Forge();
    private static final Pattern MEDIAN = Pattern.compile(".* (\\d+) requests, median (\\d+), .*");

    @TempDir
    Path folder;

    @Test
    void costsOneFetchAndOtherRoutesAreServed() throws Exception {
        hang(3, 60, 50);
    }

    @Test
    @Tag("proof")
    void halfAMinuteWithManyCallersCostsOneFetchAndOtherRoutesDoNotFeelIt() throws Exception {
        List<String> said = hang(30, 500, 1000);
        assertThat(median(said.get(1))).isLessThan(10 * median(said.get(0)) + 10_000);
    }

    private List<String> hang(int seconds, int callers, int alone) throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        try (Provider provider = new Provider()) {
            provider.does(exchange -> {
                try {
                    hangs.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                byte[] keys = FORGE.jwks().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, keys.length);
                exchange.getResponseBody().write(keys);
                exchange.close();
            });
            try (Site site = Site.start(folder, """
                    authentication:
                      jwt: [{name: corp, issuer: "%s", audience: [orders], keys: {jwksUri: "%s/keys", timeout: 60s}}]
                    routes:
                      - {id: any, match: {path: /any}, authorize: {anyAuthenticated: true}}
                      - {id: open, match: {path: /open}, authenticate: none}
                    """.formatted(Forge.ISSUER, provider.url()), new NettyServer())) {
                Process process = callers(site, callers, alone);
                try (BufferedReader out = process.inputReader()) {
                    assertThat(out.readLine()).as(errors()).isEqualTo("began");
                    long begin = System.nanoTime();
                    await().pollDelay(seconds, SECONDS)
                            .atMost(seconds + 5L, SECONDS)
                            .until(() -> true);
                    assertThat(process.isAlive())
                            .as("nobody is accepted without keys")
                            .isTrue();
                    int whileItHung = provider.asked();
                    double hung = (System.nanoTime() - begin) / 1e9;
                    hangs.countDown();
                    List<String> said = out.lines().toList();
                    said.forEach(System.out::println);
                    System.out.printf("hung %.1f s, fetches %d%n", hung, whileItHung);
                    assertThat(whileItHung).isEqualTo(1);
                    assertThat(said).as(errors()).hasSize(3);
                    assertThat(said.get(2)).endsWith("told anything else 0 times");
                    assertThat(requests(said.get(1)))
                            .as("answered while the others waited")
                            .isPositive();
                    return said;
                } finally {
                    process.destroyForcibly();
                }
            }
        } finally {
            hangs.countDown();
        }
    }

    private Process callers(Site site, int callers, int alone) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManyCallers.class.getName(),
                        Integer.toString(site.address().getPort()),
                        Integer.toString(callers),
                        FORGE.good(),
                        Integer.toString(alone))
                .redirectError(folder.resolve("errors.log").toFile())
                .start();
    }

    private String errors() throws IOException {
        Path log = folder.resolve("errors.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    private static long requests(String line) {
        return number(line, 1);
    }

    private static long median(String line) {
        return number(line, 2);
    }

    private static long number(String line, int group) {
        Matcher matcher = MEDIAN.matcher(line);
        assertThat(matcher.matches()).as(line).isTrue();
        return Long.parseLong(matcher.group(group));
    }
}
