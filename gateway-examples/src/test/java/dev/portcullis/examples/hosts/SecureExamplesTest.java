package dev.portcullis.examples.hosts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.policy.LoadedPolicy;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.testkit.TestAuthority;
import dev.portcullis.gateway.testkit.TestResponse;
import dev.portcullis.gateway.testkit.Wire;
import dev.portcullis.gateway.tls.ClientMode;
import dev.portcullis.gateway.tls.ClientTls;
import dev.portcullis.gateway.tls.ClientTlsSettings;
import dev.portcullis.gateway.tls.ServerTls;
import dev.portcullis.gateway.tls.ServerTlsSettings;
import dev.portcullis.gateway.tls.TlsIdentity;
import dev.portcullis.gateway.tls.TlsPreset;
import dev.portcullis.gateway.tls.TrustBundle;
import io.netty.channel.Channel;
import io.undertow.Undertow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each example over TLS: mutual TLS in, inspected, and out again with a certificate of its own to a name that is checked. */
class SecureExamplesTest {
    private static final TestAuthority CA = new TestAuthority("ca");
    private static final TestAuthority CLIENTS = new TestAuthority("clients");

    private static final Path PAGE = Path.of("..", "docs", "TLS.md");

    private final List<String> seen = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    private LoadedPolicy policy;
    private @Nullable HttpsServer service;

    private interface Running extends AutoCloseable {
        int port();

        @Override
        void close() throws Exception;
    }

    private record Started(int port, AutoCloseable stop) implements Running {
        @Override
        public void close() throws Exception {
            stop.close();
        }
    }

    /** The examples. */
    private enum Example {
        JDK {
            @Override
            Running start(Gateway gateway, ServerTls tls, Stock stock, Path folder) throws Exception {
                HttpServer server = SecureJdkExample.start(gateway, tls, stock, 0);
                return new Started(server.getAddress().getPort(), () -> server.stop(0));
            }
        },
        NETTY {
            @Override
            Running start(Gateway gateway, ServerTls tls, Stock stock, Path folder) {
                Channel server = SecureNettyExample.start(gateway, tls, stock, 0);
                return new Started(
                        ((InetSocketAddress) server.localAddress()).getPort(),
                        () -> server.close().syncUninterruptibly());
            }
        },
        UNDERTOW {
            @Override
            Running start(Gateway gateway, ServerTls tls, Stock stock, Path folder) {
                Undertow server = SecureUndertowExample.start(gateway, tls, stock, 0);
                InetSocketAddress bound =
                        (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
                return new Started(bound.getPort(), server::stop);
            }
        },
        JETTY {
            @Override
            Running start(Gateway gateway, ServerTls tls, Stock stock, Path folder) throws Exception {
                Server server = SecureJettyExample.start(gateway, tls, stock, 0);
                return new Started(((ServerConnector) server.getConnectors()[0]).getLocalPort(), server::stop);
            }
        },
        TOMCAT {
            @Override
            Running start(Gateway gateway, ServerTls tls, Stock stock, Path folder) throws Exception {
                Tomcat server = SecureTomcatExample.start(gateway, tls, stock, 0, folder);
                return new Started(server.getConnector().getLocalPort(), () -> {
                    server.stop();
                    server.destroy();
                });
            }
        };

        abstract Running start(Gateway gateway, ServerTls tls, Stock stock, Path folder) throws Exception;
    }

    @BeforeEach
    void prepare() throws Exception {
        CLIENTS.writeTo(folder.resolve("clients.crt"));
        Files.writeString(folder.resolve("rules.conf"), "SecRule ARGS \"@contains <script\" \"id:1,phase:2,deny\"\n");
        CA.leaf("own").dns("shop.example").issue().writeTo(folder, "own");
        CLIENTS.leaf("shop").dns("shop").issue().writeTo(folder, "shop");
        CLIENTS.leaf("alice").dns("alice").issue().writeTo(folder, "alice");
        policy = Policy.load(Files.writeString(folder.resolve("policy.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: shop, version: "1"}
                spec:
                  tls:
                    certificates: [{certificate: own.crt, key: own.key}]
                    clients: {mode: required, trust: clients.crt}
                  waf: {rules: [{file: rules.conf}]}
                  routes: [{id: stock, match: {methods: [GET], path: /stock}, authenticate: none}]
                """));
    }

    @AfterEach
    void stop() {
        if (service != null) {
            service.stop(0);
        }
        policy.close();
    }

    private TlsIdentity identity(String name) throws Exception {
        return TlsIdentity.fromPem(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
    }

    private Stock serviceNamed(String name) throws Exception {
        CA.leaf("service").dns(name).issue().writeTo(folder, "service");
        ServerTls tls = ServerTls.of(ServerTlsSettings.of(TlsPreset.MODERN, identity("service"))
                .withClients(ClientMode.REQUIRED, TrustBundle.fromPem(folder.resolve("clients.crt")), null));
        service = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
        service.createContext("/", exchange -> {
            X509Certificate client =
                    (X509Certificate) ((HttpsExchange) exchange).getSSLSession().getPeerCertificates()[0];
            seen.add(client.getSubjectX500Principal().getName());
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("seven left".getBytes(UTF_8));
            exchange.close();
        });
        service.start();
        return Stock.at(
                URI.create("https://localhost:" + service.getAddress().getPort() + "/stock"), client(identity("shop")));
    }

    private static ClientTls client(@Nullable TlsIdentity identity) throws Exception {
        return ClientTls.of(new ClientTlsSettings(
                TlsPreset.INTERMEDIATE, TrustBundle.of(List.of(CA.certificate())), identity, null));
    }

    private TestResponse get(Running server, @Nullable TlsIdentity identity, String host, String target)
            throws Exception {
        Socket raw = new Socket(InetAddress.getLoopbackAddress(), server.port());
        Socket secure =
                client(identity).context().getSocketFactory().createSocket(raw, "shop.example", server.port(), true);
        try (Wire wire = Wire.over(secure, new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()))) {
            wire.send("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nAccept: */*\r\n\r\n");
            return wire.read();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Jdk", "Netty", "Undertow", "Jetty", "Tomcat"})
    void thePageShowsTheMarkedLines(String host) throws IOException {
        assertThat(Files.readString(PAGE)).contains(ReadmeTest.marked("Secure" + host + "Example"));
    }

    @ParameterizedTest
    @EnumSource(Example.class)
    void inspectsBetweenTlsAndTls(Example example) throws Exception {
        Stock stock = serviceNamed("localhost");
        ServerTls tls = policy.offered(ServerTls.class).orElseThrow();
        try (Running server = example.start(policy.gateway(), tls, stock, folder)) {
            TlsIdentity alice = identity("alice");
            assertThat(get(server, alice, "shop.example", "/stock").text()).isEqualTo("seven left");
            assertThat(seen).containsExactly("CN=shop");
            assertThat(get(server, alice, "shop.example", "/stock?q=%3Cscript%3Ealert(1)%3C/script%3E")
                            .status())
                    .isEqualTo(403);
            assertThat(get(server, alice, "other.example", "/stock").status()).isEqualTo(421);
            assertThatThrownBy(() -> get(server, null, "shop.example", "/stock"))
                    .isInstanceOf(IOException.class);
            assertThat(seen).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Example.class)
    void asksNoServiceOfAnotherName(Example example) throws Exception {
        Stock stock = serviceNamed("other.internal");
        ServerTls tls = policy.offered(ServerTls.class).orElseThrow();
        try (Running server = example.start(policy.gateway(), tls, stock, folder)) {
            assertThat(get(server, identity("alice"), "shop.example", "/stock").status())
                    .isEqualTo(502);
            assertThat(seen).isEmpty();
        }
    }
}
