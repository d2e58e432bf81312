package dev.portcullis.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.portcullis.gateway.testkit.OpenSsl;
import dev.portcullis.gateway.testkit.TestAuthority;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which sessions can be resumed: a resumed one shows no certificate and is not judged again. */
class ResumptionTest {
    private static final TestAuthority CA = new TestAuthority("ca");
    private static final TestAuthority CLIENTS = new TestAuthority("clients");
    private static final TestAuthority OTHER = new TestAuthority("other");

    private final RawPeer client = new RawPeer(CLIENTS.leaf("me").dns("me").issue());

    @TempDir
    Path folder;

    private ServerTlsSettings settings;
    private ServerTls server;

    @BeforeEach
    void start() throws Exception {
        settings = ServerTlsSettings.of(TlsPreset.INTERMEDIATE, identity("one"))
                .withClients(ClientMode.REQUIRED, TrustBundle.of(List.of(CLIENTS.certificate())), null);
        server = ServerTls.of(settings);
    }

    private TlsIdentity identity(String name) throws Exception {
        CA.leaf(name).dns("a.example", "b.example").issue().writeTo(folder, name);
        return TlsIdentity.fromPem(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
    }

    /** Connects to the same address each time, so that the client offers what it has of it. */
    private void connect(String protocol) throws SSLException {
        SSLEngine engine = client.context().createSSLEngine("192.0.2.1", 443);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName("a.example")));
        parameters.setProtocols(new String[] {protocol});
        engine.setSSLParameters(parameters);
        Handshake.between(engine, server.context().createSSLEngine());
    }

    @Test
    void aSessionIsResumedUnderItsOwnNameAlone() throws Exception {
        OpenSsl.assumeThere();
        server.replace(ServerTlsSettings.of(TlsPreset.INTERMEDIATE, identity("two")));
        HttpsServer listening = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listening.setHttpsConfigurator(new HttpsConfigurator(server.context()) {
            @Override
            public void configure(HttpsParameters parameters) {
                parameters.setSSLParameters(server.parameters());
            }
        });
        listening.start();
        try {
            String session = folder.resolve("session").toString();
            for (String protocol : List.of("-tls1_2", "-tls1_3")) {
                assertThat(OpenSsl.connect(listening.getAddress(), "a.example", protocol, "-sess_out", session))
                        .contains("New, ");
                assertThat(OpenSsl.connect(listening.getAddress(), "a.example", protocol, "-sess_in", session))
                        .contains("Reused, ");
                assertThat(OpenSsl.connect(listening.getAddress(), "b.example", protocol, "-sess_in", session))
                        .contains("New, ");
            }
        } finally {
            listening.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void noSessionOutlivesTheAuthorityThatVouchedForIt(String protocol) throws Exception {
        connect(protocol);
        server.replace(settings.withClients(ClientMode.REQUIRED, TrustBundle.of(List.of(OTHER.certificate())), null));
        assertThatThrownBy(() -> connect(protocol)).hasStackTraceContaining("tls.peer_unknown_authority");
        assertThat(server.refused(PeerRefusal.UNKNOWN_AUTHORITY)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void noSessionOutlivesAChangeOfModeOrIdentity(String protocol) throws Exception {
        connect(protocol);
        server.replace(settings.withClients(ClientMode.OPTIONAL, TrustBundle.of(List.of(CLIENTS.certificate())), null));
        connect(protocol);
        assertThat(client.shown()).isEqualTo(2);
        server.replace(new ServerTlsSettings(
                settings.preset(), List.of(identity("two")), settings.clients(), settings.trust(), null));
        connect(protocol);
        assertThat(client.shown()).isEqualTo(3);
    }

    @Test
    void equalSettingsLeaveSessionsAsTheyAre() throws Exception {
        connect("TLSv1.3");
        assertThat(server.replace(settings.withClients(
                        ClientMode.REQUIRED, TrustBundle.of(List.of(CLIENTS.certificate())), null)))
                .isFalse();
        connect("TLSv1.3");
        assertThat(client.shown()).isEqualTo(1);
    }
}
