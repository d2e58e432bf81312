package dev.portcullis.examples.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.gateway.policy.spi.PolicyListener;
import dev.portcullis.gateway.testkit.TestAuthority;
import dev.portcullis.gateway.tls.ClientTls;
import dev.portcullis.gateway.tls.ClientTlsSettings;
import dev.portcullis.gateway.tls.TlsIdentity;
import dev.portcullis.gateway.tls.TlsPreset;
import dev.portcullis.gateway.tls.TrustBundle;
import io.netty.util.NettyRuntime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handshakes that wait for a responder hold no event loop: others are served meanwhile. */
class NettyHandshakesTest {
    private static final TestAuthority CA = new TestAuthority("ca");

    /** One more than there are event loops, so that somebody would have to wait. */
    private static final int WAITING = 2 * NettyRuntime.availableProcessors() + 1;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch release = new CountDownLatch(1);

    @TempDir
    Path folder;

    private HttpServer responder;

    @BeforeEach
    void startResponder() throws Exception {
        responder = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        responder.setExecutor(threads);
        responder.createContext("/", exchange -> {
            asked.incrementAndGet();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        responder.start();
        CA.writeTo(folder.resolve("ca.crt"));
        CA.leaf("own").dns("a.example").issue().writeTo(folder, "own");
        CA.leaf("me")
                .dns("me")
                .responder("http://127.0.0.1:" + responder.getAddress().getPort() + "/")
                .issue()
                .writeTo(folder, "me");
    }

    @AfterEach
    void stop() {
        release.countDown();
        responder.stop(0);
        threads.shutdownNow();
    }

    private static ClientTls client(@Nullable TlsIdentity identity) throws Exception {
        return ClientTls.of(
                new ClientTlsSettings(TlsPreset.MODERN, TrustBundle.of(List.of(CA.certificate())), identity, null));
    }

    private static void handshake(StandAlone gateway, ClientTls client) {
        try (SSLSocket socket = TlsRequests.connect(gateway.address(), client, "a.example")) {
            TlsRequests.get(socket, "a.example");
        } catch (IOException e) {
            // refused in the end, or cut off with the test
        }
    }

    @Test
    void othersAreServedWhileAsManyWaitAsThereAreLoops() throws Exception {
        try (EchoUpstream upstream = EchoUpstream.start()) {
            Path policy = Files.writeString(folder.resolve("p.yaml"), """
                    apiVersion: portcullis.dev/v1
                    kind: GatewayPolicy
                    metadata: {name: test, version: "1"}
                    spec:
                      tls:
                        certificates: [{certificate: own.crt, key: own.key}]
                        clients: {mode: optional, trust: ca.crt, revocation: {ocsp: true, unknown: refuse}}
                      %s
                    """.formatted(upstream.route()));
            ClientTls known = client(TlsIdentity.fromPem(folder.resolve("me.crt"), folder.resolve("me.key")));
            try (StandAlone gateway =
                    StandAlone.configure(policy, ServerKind.NETTY).start(new PolicyListener() {})) {
                for (int i = 0; i < WAITING; i++) {
                    threads.execute(() -> handshake(gateway, known));
                }
                await().atMost(Duration.ofSeconds(30)).until(() -> asked.get() == WAITING);
                for (int i = 0; i < WAITING; i++) { // one on each loop, and more
                    try (SSLSocket socket = TlsRequests.connect(gateway.address(), client(null), "a.example")) {
                        assertThat(TlsRequests.get(socket, "a.example")).startsWith("HTTP/1.1 200");
                    }
                }
                assertThat(gateway.tls().orElseThrow().handshakes()).isEqualTo(WAITING);
                release.countDown();
            }
        }
    }
}
