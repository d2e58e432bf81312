package dev.portcullis.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.ClientAddress;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.RequestHead;
import dev.portcullis.gateway.testkit.TestAuthority;
import dev.portcullis.gateway.tls.ClientTls;
import dev.portcullis.gateway.tls.ClientTlsSettings;
import dev.portcullis.gateway.tls.TlsPreset;
import dev.portcullis.gateway.tls.TrustBundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An upstream that is not the one that was meant gets a refusal, and nothing of the request. */
class ReverseProxyTlsTest {
    private static final TestAuthority CA = new TestAuthority("ca");
    private static final TestAuthority OTHER = new TestAuthority("other");

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        timer.shutdownNow();
        threads.shutdownNow();
    }

    static Stream<Arguments> impostors() {
        return Stream.of(
                Arguments.of(CA.leaf("up").dns("other.internal"), "tls.peer_wrong_name"),
                Arguments.of(CA.leaf("localhost"), "tls.peer_no_alternative_name"),
                Arguments.of(OTHER.leaf("up").dns("localhost"), "tls.peer_unknown_authority"),
                Arguments.of(CA.leaf("up").dns("localhost").valid(-9, -2), "tls.peer_expired"),
                Arguments.of(CA.leaf("up").dns("localhost").rsa(1024), "tls.peer_key_weak"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("impostors")
    void getsNotOneByteOfTheRequest(TestAuthority.Leaf leaf, String why) throws Exception {
        try (SSLServerSocket upstream = listen(leaf.issue())) {
            Future<Integer> received = threads.submit(() -> bytesReceived(upstream));
            ProxyAnswer answer = send(upstream);
            assertThat(answer).isInstanceOfSatisfying(ProxyAnswer.Failure.class, failure -> {
                assertThat(failure.rejection().reason()).isEqualTo(Reason.BAD_RESPONSE);
                assertThat(failure.rejection().code()).isEqualTo("upstream.tls_failed");
                assertThat(failure.rejection().logDetail()).contains(why);
            });
            assertThat(received.get(20, TimeUnit.SECONDS)).isZero();
        }
    }

    @Test
    void theRightOneGetsIt() throws Exception {
        try (SSLServerSocket upstream = listen(CA.leaf("up").dns("localhost").issue())) {
            Future<Integer> received = threads.submit(() -> bytesReceived(upstream));
            send(upstream);
            assertThat(received.get(20, TimeUnit.SECONDS)).isPositive();
        }
    }

    private ProxyAnswer send(SSLServerSocket upstream) throws Exception {
        ClientTls tls = ClientTls.of(
                new ClientTlsSettings(TlsPreset.INTERMEDIATE, TrustBundle.of(List.of(CA.certificate())), null, null));
        ReverseProxy proxy = ReverseProxy.to(
                new Upstream(
                        URI.create("https://localhost:" + upstream.getLocalPort()),
                        Duration.ofSeconds(10),
                        tls.context()),
                timer);
        RequestHead head = new RequestHead(
                "POST",
                "/secret",
                "/secret",
                null,
                "https",
                "a.example",
                -1,
                "HTTP/1.1",
                Headers.EMPTY,
                new ClientAddress(InetAddress.getLoopbackAddress(), false));
        Headers fields = Headers.of("Authorization", "Bearer secret");
        return proxy.forward(new ProxyRequest(head, fields, 6, BodyPublishers.ofString("secret")))
                .get(20, TimeUnit.SECONDS);
    }

    /** How many bytes came out of the encryption until the client closed; then it is closed. */
    private static int bytesReceived(SSLServerSocket upstream) throws IOException {
        try (SSLSocket connection = (SSLSocket) upstream.accept()) {
            connection.setSoTimeout(10_000);
            byte[] piece = new byte[8192];
            return Math.max(connection.getInputStream().read(piece), 0);
        } catch (SSLException | SocketException e) { // refused in the handshake
            return 0;
        }
    }

    private static SSLServerSocket listen(TestAuthority.Issued own) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "one", own.keys().getPrivate(), new char[0], new Certificate[] {own.certificate(), own.issuer()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }
}
