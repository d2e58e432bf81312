package dev.portcullis.examples.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.gateway.policy.spi.PolicyListener;
import dev.portcullis.gateway.testkit.TestAuthority;
import dev.portcullis.gateway.tls.ClientTls;
import dev.portcullis.gateway.tls.ClientTlsSettings;
import dev.portcullis.gateway.tls.ServerTls;
import dev.portcullis.gateway.tls.TlsPreset;
import dev.portcullis.gateway.tls.TrustBundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates rotate under load, with bad ones among them, and no client notices. */
class RotationUnderLoadTest {
    private static final TestAuthority CA = new TestAuthority("ca");
    private static final int PAIRS = 8;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    Path folder;

    private HttpServer upstream;
    private Path policy;

    @BeforeEach
    void prepare() throws IOException {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.setExecutor(threads);
        upstream.createContext("/", exchange -> {
            byte[] answer = "good".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        upstream.start();
        for (int i = 0; i < PAIRS; i++) {
            CA.leaf("pair" + i).dns("a.example").issue().writeTo(folder, "pair" + i);
        }
        CA.leaf("late").dns("a.example").valid(-9, -2).issue().writeTo(folder, "late");
        pair("pair0");
        policy = Files.writeString(
                folder.resolve("p.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: test, version: "1"}
                spec:
                  tls: {certificates: [{certificate: own.crt, key: own.key}]}
                  routes:
                    - id: all
                      match: {path: "/**"}
                      authenticate: none
                      upstream: {url: "http://127.0.0.1:%d"}
                """.formatted(upstream.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        upstream.stop(0);
        threads.shutdownNow();
    }

    private void pair(String name) throws IOException {
        put(name + ".crt", "own.crt");
        put(name + ".key", "own.key");
    }

    private void put(String from, String to) throws IOException {
        Path next = Files.copy(folder.resolve(from), folder.resolve("next"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(next, folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    private void spoil(int how) throws IOException {
        switch (how % 5) {
            case 0 -> put("pair" + how % 7 + ".key", "own.key");
            case 1 -> pair("late");
            case 2 ->
                Files.writeString(
                        folder.resolve("own.crt"),
                        Files.readString(folder.resolve("own.crt")).substring(0, 300));
            case 3 -> Files.delete(folder.resolve("own.key"));
            default -> Files.write(folder.resolve("own.crt"), new byte[] {1, 2, 3});
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void noClientNotices(ServerKind kind) throws Exception {
        rotate(kind, 20);
    }

    /** Minutes of real time. */
    @Tag("proof")
    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void noClientNoticesAThousand(ServerKind kind) throws Exception {
        rotate(kind, 1000);
    }

    private void rotate(ServerKind kind, int rotations) throws Exception {
        ClientTls client = ClientTls.of(
                new ClientTlsSettings(TlsPreset.INTERMEDIATE, TrustBundle.of(List.of(CA.certificate())), null, null));
        try (StandAlone gateway = StandAlone.configure(policy, kind).start(new PolicyListener() {})) {
            ServerTls tls = gateway.tls().orElseThrow();
            RotationLoad load = RotationLoad.start(gateway.address(), client, 2);
            for (int i = 1; i <= rotations; i++) {
                if (i % 2 == 0) {
                    long before = tls.rotations();
                    spoil(i / 2);
                    gateway.reload();
                    assertThat(tls.rotations()).as("a bad pair changes nothing").isEqualTo(before);
                }
                pair("pair" + i % PAIRS);
                gateway.reload();
                if (i % 10 == 0) {
                    assertThat(TlsRequests.shown(gateway.address(), client, "a.example"))
                            .isEqualTo("CN=pair" + i % PAIRS);
                }
            }
            load.close();
            assertThat(load.failures()).isEmpty();
            assertThat(tls.rotations()).isGreaterThanOrEqualTo(rotations);
            assertThat(load.handshakes()).isGreaterThan(rotations / 10);
            System.getLogger("rotation")
                    .log(
                            System.Logger.Level.INFO,
                            kind + ": " + tls.rotations() + " rotations, " + load.handshakes() + " handshakes, "
                                    + load.requests() + " requests, "
                                    + load.failures().size() + " failures");
        }
    }
}
