package dev.portcullis.examples.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portcullis.examples.cli.Portcullis;
import dev.portcullis.gateway.testkit.TestAuthority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A trail that one process writes under load, that another judges, that a third may not write, and that policies change. */
@Timeout(180)
class AuditWhileServedTest {
    private static final String FILE = "{file: {path: audit/audit.jsonl}}";
    private static final String CHAIN =
            "chain: {signingKey: \"${file:sign.pem}\", macKey: \"${file:mac.key}\", checkpoint: {records: 50, every: 1s}}";

    @TempDir
    Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Queue<Integer> answered = new ConcurrentLinkedQueue<>();
    private final AtomicInteger others = new AtomicInteger();
    private volatile boolean ended;

    @AfterEach
    void endLoad() {
        ended = true;
    }

    @BeforeEach
    void makeKeys() throws Exception {
        makeKey("sign");
        makeKey("second");
        Files.writeString(
                folder.resolve("public.pem"),
                Files.readString(folder.resolve("sign.pub")) + Files.readString(folder.resolve("second.pub")));
        Files.writeString(folder.resolve("mac.key"), "0f".repeat(32));
        Files.writeString(folder.resolve("other.key"), "1e".repeat(32));
    }

    private void makeKey(String name) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Files.writeString(
                folder.resolve(name + ".pem"),
                TestAuthority.pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        Files.writeString(
                folder.resolve(name + ".pub"),
                TestAuthority.pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    }

    private Path write(int version, String audit, boolean required, String upstream) throws IOException {
        Path made = Files.writeString(folder.resolve("made.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: trail, version: "%d"}
                spec:
                  audit: {%s}
                  routes:
                    - {id: all, match: {path: "/r/**"}, authenticate: none%s, upstream: {url: "%s"}}
                """.formatted(
                        version, audit, required ? ", audit: {required: true}" : "", upstream));
        return Files.move(made, folder.resolve("p.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    private Thread load(URI base) {
        Thread thread = new Thread(() -> {
            for (int i = 0; !ended; i++) {
                try {
                    HttpRequest request =
                            HttpRequest.newBuilder(base.resolve("/r/" + i)).build();
                    int status = client.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode();
                    if (status == 200) {
                        answered.add(i);
                    } else {
                        others.incrementAndGet();
                    }
                } catch (IOException | InterruptedException e) {
                    others.incrementAndGet();
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** What {@code audit verify} says, in a process of its own. */
    private String verify(int expectedExit) throws Exception {
        Path out = Files.createTempFile(folder, "verify", ".out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Portcullis.class.getName(),
                        "audit",
                        "verify",
                        "--key",
                        folder.resolve("public.pem").toString(),
                        "--mac-key",
                        folder.resolve("mac.key").toString(),
                        folder.resolve("audit").toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(out);
        assertThat(process.exitValue()).as(said).isEqualTo(expectedExit);
        return said;
    }

    /** Waits for so many more answers. */
    private void more(int count) {
        int before = answered.size();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            assertThat(others).hasValue(0);
            return answered.size() >= before + count;
        });
    }

    private void allAnsweredAreThere() throws IOException {
        String trail = Files.readString(folder.resolve("audit/audit.jsonl"), StandardCharsets.UTF_8);
        List<Integer> lost = new ArrayList<>();
        for (int number : answered) {
            if (!trail.contains("\"path\":\"/r/" + number + "\"")) {
                lost.add(number);
            }
        }
        assertThat(lost).isEmpty();
        assertThat(others).hasValue(0);
    }

    @Test
    void oneProcessWritesAnotherVerifiesAndAThirdIsRefused() throws Exception {
        try (EchoUpstream upstream = EchoUpstream.start();
                ServedPolicy gateway =
                        ServedPolicy.start(write(1, "sinks: [" + FILE + "], " + CHAIN, false, upstream.url()))) {
            Thread load =
                    load(URI.create("http://127.0.0.1:" + gateway.address().getPort()));
            more(100);
            String during = verify(0);
            assertThat(during).contains("\"broken_at\":null", "\"result\":\"intact\"");
            Path other = Files.createDirectory(folder.resolve("other"));
            for (String name : List.of("sign.pem", "mac.key")) {
                Files.copy(folder.resolve(name), other.resolve(name));
            }
            Path second = Files.writeString(
                    other.resolve("p.yaml"),
                    Files.readString(folder.resolve("p.yaml")).replace("path: audit/", "path: ../audit/"));
            try (ServedPolicy refused = ServedPolicy.start(second)) {
                assertThat(refused.awaitExit()).isEqualTo(1);
                assertThat(refused.errors() + refused.output())
                        .contains("p.yaml:5:", "is being written by another process", "give each a file of its own");
            }
            more(50);
            ended = true;
            load.join();
            gateway.stop();
            assertThat(verify(0)).contains("\"result\":\"intact\"", "\"unsealed\":0");
            allAnsweredAreThere();
        }
    }

    @Test
    void policiesThatChangeTheTrailUnderLoadLoseNoRecordAndBreakNoChain() throws Exception {
        String changedKey = CHAIN.replace("sign.pem", "second.pem");
        List<String> changes = List.of(
                "sinks: [" + FILE + ", {file: {path: second/second.jsonl}}], " + CHAIN,
                "format: ecs, sinks: [" + FILE + ", {file: {path: second/second.jsonl}}], fsync: everyRecord, " + CHAIN,
                "sinks: [" + FILE + "], " + changedKey,
                "sinks: [" + FILE + ", {stdout: {}}], whenFull: dropAndCount, "
                        + changedKey.replace("mac.key", "other.key"));
        try (EchoUpstream upstream = EchoUpstream.start();
                ServedPolicy gateway =
                        ServedPolicy.start(write(1, "sinks: [" + FILE + "], " + CHAIN, false, upstream.url()))) {
            Thread load =
                    load(URI.create("http://127.0.0.1:" + gateway.address().getPort()));
            more(20);
            for (int i = 0; i < changes.size(); i++) {
                String active = "portcullis policy active trail@" + (i + 2);
                write(i + 2, changes.get(i), i % 2 == 0, upstream.url());
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> gateway.output().contains(active));
                more(30);
            }
            write(9, "sinks: [" + FILE + "], chain: {macKey: \"${file:absent.key}\"}", false, upstream.url());
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> gateway.output().contains("portcullis policy refused: "));
            more(20);
            ended = true;
            load.join();
            gateway.stop();
        }
        assertThat(verify(0)).contains("\"broken_at\":null", "\"result\":\"intact\"");
        allAnsweredAreThere();
        assertThat(folder.resolve("second/second.jsonl")).content().contains("trail@2", "trail@3");
    }
}
