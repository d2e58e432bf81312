package dev.portcullis.examples.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.portcullis.gateway.policy.model.Metadata;
import dev.portcullis.gateway.policy.shape.PolicyError;
import dev.portcullis.gateway.policy.spi.PolicyListener;
import dev.portcullis.gateway.testkit.TestAuthority;
import dev.portcullis.gateway.tls.ClientMode;
import dev.portcullis.gateway.tls.ClientTls;
import dev.portcullis.gateway.tls.ClientTlsSettings;
import dev.portcullis.gateway.tls.ServerTls;
import dev.portcullis.gateway.tls.ServerTlsSettings;
import dev.portcullis.gateway.tls.TlsIdentity;
import dev.portcullis.gateway.tls.TlsPreset;
import dev.portcullis.gateway.tls.TrustBundle;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS in, inspected, TLS out again: from the policy file, over real sockets, on every server. */
class StandAloneTlsTest {
    private static final TestAuthority CA = new TestAuthority("ca");
    private static final TestAuthority CLIENTS = new TestAuthority("clients");
    private static final TestAuthority OTHER = new TestAuthority("other");

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    Path folder;

    private HttpsServer upstream;

    @BeforeEach
    void startUpstream() throws Exception {
        CA.writeTo(folder.resolve("ca.crt"));
        CLIENTS.writeTo(folder.resolve("clients.crt"));
        CA.leaf("gateway").dns("a.example").issue().writeTo(folder, "gateway");
        CLIENTS.leaf("gateway").dns("gateway.internal").issue().writeTo(folder, "me");
        startUpstream("localhost");
    }

    private void startUpstream(String name) throws Exception {
        TestAuthority.Issued own = CA.leaf("upstream").dns(name).issue();
        own.writeTo(folder, "upstream");
        ServerTls tls = ServerTls.of(ServerTlsSettings.of(TlsPreset.MODERN, identity("upstream"))
                .withClients(ClientMode.REQUIRED, TrustBundle.fromPem(folder.resolve("clients.crt")), null));
        upstream = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.setHttpsConfigurator(new HttpsConfigurator(tls.context()) {
            @Override
            public void configure(HttpsParameters parameters) {
                parameters.setSSLParameters(tls.parameters());
            }
        });
        upstream.setExecutor(threads);
        upstream.createContext("/", exchange -> {
            X509Certificate client =
                    (X509Certificate) ((HttpsExchange) exchange).getSSLSession().getPeerCertificates()[0];
            seen.add(exchange.getRequestURI() + " from " + client.getSubjectX500Principal());
            byte[] answer = "upstream".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        upstream.start();
    }

    @AfterEach
    void stopUpstream() {
        upstream.stop(0);
        threads.shutdownNow();
    }

    private TlsIdentity identity(String name) throws Exception {
        return TlsIdentity.fromPem(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
    }

    private Path policy(String tls) throws IOException {
        return Files.writeString(folder.resolve("p.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: test, version: "1"}
                spec:
                  admin: {host: 127.0.0.1, port: 0}
                  tls: {%s}
                  routes:
                    - id: all
                      match: {path: "/**"}
                      authenticate: none
                      upstream: {url: "https://localhost:%d", tls: {trust: ca.crt, certificate: me.crt, key: me.key}}
                """.formatted(
                        tls, upstream.getAddress().getPort()));
    }

    private static final String PLAIN_TLS = "certificates: [{certificate: gateway.crt, key: gateway.key}]";
    private static final String MUTUAL = PLAIN_TLS + ", clients: {mode: required, trust: clients.crt}, preset: modern";

    private StandAlone start(ServerKind kind, Path policy) throws Exception {
        return StandAlone.configure(policy, kind).start(new PolicyListener() {
            @Override
            public void active(Metadata metadata) {
                events.add("active");
            }

            @Override
            public void refused(List<PolicyError> errors) {
                events.add("refused " + errors.get(0));
            }
        });
    }

    private static ClientTls client(@Nullable TlsIdentity identity) throws Exception {
        return ClientTls.of(new ClientTlsSettings(
                TlsPreset.INTERMEDIATE, TrustBundle.of(List.of(CA.certificate())), identity, null));
    }

    /** The answer's status line, after a handshake that asks for one name and a request for another. */
    private static String get(StandAlone gateway, ClientTls client, String serverName, String host) throws IOException {
        try (SSLSocket socket = connect(gateway, client, serverName)) {
            return TlsRequests.get(socket, host);
        }
    }

    private static SSLSocket connect(StandAlone gateway, ClientTls client, String serverName) throws IOException {
        return TlsRequests.connect(gateway.address(), client, serverName);
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void terminatesInspectsAndEncryptsAgainWithACertificateOfItsOwn(ServerKind kind) throws Exception {
        CLIENTS.leaf("alice").dns("alice").issue().writeTo(folder, "alice");
        try (StandAlone gateway = start(kind, policy(MUTUAL))) {
            assertThat(gateway.ready()).contains(" url=https://127.0.0.1:");
            assertThat(get(gateway, client(identity("alice")), "a.example", "a.example"))
                    .startsWith("HTTP/1.1 200");
            assertThat(seen).containsExactly("/x from CN=gateway");
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void refusesClientsWithoutAGoodCertificate(ServerKind kind) throws Exception {
        OTHER.leaf("alice").dns("alice").issue().writeTo(folder, "wrong");
        try (StandAlone gateway = start(kind, policy(MUTUAL))) {
            assertThatThrownBy(() -> get(gateway, client(null), "a.example", "a.example"))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> get(gateway, client(identity("wrong")), "a.example", "a.example"))
                    .isInstanceOf(IOException.class);
            assertThat(seen).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void aHostThatTheHandshakeDidNotNameIsMisdirected(ServerKind kind) throws Exception {
        try (StandAlone gateway = start(kind, policy(PLAIN_TLS))) {
            assertThat(get(gateway, client(null), "a.example", "b.example")).startsWith("HTTP/1.1 421");
            assertThat(get(gateway, client(null), "a.example", "a.example")).startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void anUpstreamWithAnotherNameGetsNoByteOfTheRequest(ServerKind kind) throws Exception {
        upstream.stop(0);
        startUpstream("other.internal");
        try (StandAlone gateway = start(kind, policy(PLAIN_TLS))) {
            assertThat(get(gateway, client(null), "a.example", "a.example")).startsWith("HTTP/1.1 502");
            assertThat(seen).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void aRotatedCertificateServesTheNextConnectionAndTheOpenOneLivesOn(ServerKind kind) throws Exception {
        try (StandAlone gateway = start(kind, policy(PLAIN_TLS));
                SSLSocket open = connect(gateway, client(null), "a.example")) {
            assertThat(TlsRequests.get(open, "a.example")).startsWith("HTTP/1.1 200");
            CA.leaf("rotated").dns("a.example").issue().writeTo(folder, "next");
            Files.move(folder.resolve("next.key"), folder.resolve("gateway.key"), StandardCopyOption.REPLACE_EXISTING);
            gateway.reload();
            assertThat(events.get(events.size() - 1)).contains("[tls.key_mismatch]");
            Files.move(folder.resolve("next.crt"), folder.resolve("gateway.crt"), StandardCopyOption.REPLACE_EXISTING);
            await().atMost(Duration.ofSeconds(20)).until(() -> shown(gateway).contains("CN=rotated"));
            assertThat(TlsRequests.get(open, "a.example")).startsWith("HTTP/1.1 200");
        }
    }

    private static String shown(StandAlone gateway) throws Exception {
        return TlsRequests.shown(gateway.address(), client(null), "a.example");
    }

    @Test
    void whatAnUpstreamIsShownIsMeasuredAndOneThatHasEndedIsNoReplacement() throws Exception {
        try (StandAlone gateway = start(ServerKind.JDK, policy(PLAIN_TLS))) {
            assertThat(metrics(gateway))
                    .contains("portcullis_tls_upstream_certificate_expiry_timestamp_seconds{route=\"all\"} ")
                    .containsPattern("portcullis_tls_upstream_rotations_total\\{route=\"all\"} 0");
            CLIENTS.leaf("late").dns("gateway.internal").valid(-9, -2).issue().writeTo(folder, "me");
            gateway.reload();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> events.stream().anyMatch(event -> event.contains("[tls.certificate_expired]")));
            CLIENTS.leaf("renewed").dns("gateway.internal").issue().writeTo(folder, "me");
            gateway.reload();
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(metrics(gateway))
                            .containsPattern("portcullis_tls_upstream_rotations_total\\{route=\"all\"} 1"));
            assertThat(get(gateway, client(null), "a.example", "a.example")).startsWith("HTTP/1.1 200");
            assertThat(seen).containsExactly("/x from CN=renewed");
        }
    }

    private static String metrics(StandAlone gateway) throws IOException {
        String ready = gateway.ready();
        int from = ready.indexOf("admin=") + "admin=".length();
        URI admin = URI.create(ready.substring(from, ready.indexOf(' ', from)) + "/metrics");
        try (InputStream metrics = admin.toURL().openStream()) {
            return new String(metrics.readAllBytes(), UTF_8);
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void modernEndsWithTls13(ServerKind kind) throws Exception {
        try (StandAlone gateway = start(kind, policy(PLAIN_TLS + ", preset: modern"));
                SSLSocket old = connect(gateway, client(null), "a.example")) {
            old.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThatThrownBy(old::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void aListenerCannotBecomePlain() throws Exception {
        try (StandAlone gateway = start(ServerKind.JDK, policy(PLAIN_TLS))) {
            policy("require: false");
            gateway.reload();
            assertThat(events).last().asString().contains("needs-restart");
            assertThat(get(gateway, client(null), "a.example", "a.example")).startsWith("HTTP/1.1 200");
        }
    }
}
