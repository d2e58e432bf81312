package dev.portcullis.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.gateway.testkit.TestAuthority;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of one server that believe different clients. */
class NamedTrustTest {
    private static final TestAuthority CA = new TestAuthority("ca");
    private static final TestAuthority BLUE = new TestAuthority("blue");
    private static final TestAuthority GREEN = new TestAuthority("green");
    private static final TestAuthority OTHERS = new TestAuthority("others");

    @TempDir
    Path folder;

    private ServerTlsSettings settings;
    private ServerTls server;

    @BeforeEach
    void start() throws Exception {
        CA.leaf("own").dns("a.example").issue().writeTo(folder, "own");
        TlsIdentity own = TlsIdentity.fromPem(folder.resolve("own.crt"), folder.resolve("own.key"));
        settings = ServerTlsSettings.of(TlsPreset.INTERMEDIATE, own)
                .withClients(ClientMode.OPTIONAL, bundle(OTHERS), null)
                .withTrustFor("*.shop.example", bundle(GREEN), null)
                .withTrustFor("Blue.shop.example", bundle(BLUE), null);
        server = ServerTls.of(settings);
    }

    private static TrustBundle bundle(TestAuthority authority) {
        return TrustBundle.of(List.of(authority.certificate()));
    }

    private void connect(@Nullable TestAuthority client, @Nullable String serverName) throws SSLException {
        RawPeer peer =
                new RawPeer(client == null ? null : client.leaf("me").dns("me").issue());
        SSLEngine engine = peer.context().createSSLEngine("192.0.2.1", 443);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(serverName == null ? List.of() : List.of(new SNIHostName(serverName)));
        engine.setSSLParameters(parameters);
        Handshake.between(engine, server.context().createSSLEngine());
    }

    @Test
    void eachNameBelievesItsOwn() throws Exception {
        connect(BLUE, "blue.shop.example");
        connect(GREEN, "green.shop.example");
        connect(OTHERS, "elsewhere.test");
        assertThat(server.handshakes()).isEqualTo(3);
        assertThatThrownBy(() -> connect(GREEN, "blue.shop.example"))
                .hasStackTraceContaining("tls.peer_unknown_authority");
        assertThatThrownBy(() -> connect(OTHERS, "blue.shop.example"))
                .hasStackTraceContaining("tls.peer_unknown_authority");
        assertThatThrownBy(() -> connect(BLUE, "green.shop.example"))
                .hasStackTraceContaining("tls.peer_unknown_authority");
        assertThatThrownBy(() -> connect(BLUE, "elsewhere.test")).hasStackTraceContaining("tls.peer_unknown_authority");
    }

    @Test
    void withoutANameNoCertificateIsBelieved() throws Exception {
        assertThatThrownBy(() -> connect(OTHERS, null)).hasStackTraceContaining("tls.peer_no_server_name");
        assertThat(server.refused(PeerRefusal.NO_SERVER_NAME)).isEqualTo(1);
        connect(null, null);
    }

    @Test
    void settingsThatNobodyCouldMeanAreRefused() {
        assertThatThrownBy(() -> settings.withTrustFor("blue.shop.EXAMPLE", bundle(GREEN), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("blue.shop.example");
        for (String name : List.of("", "*", "*.example", "a.*.example", "*a.example")) {
            assertThatThrownBy(() -> new NamedTrust(name, bundle(GREEN), null))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> ServerTlsSettings.of(
                                TlsPreset.MODERN, settings.identities().get(0))
                        .withTrustFor("blue.shop.example", bundle(BLUE), null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
