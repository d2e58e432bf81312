package dev.portcullis.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.gateway.testkit.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsTest {
    private static final TestAuthority CA = new TestAuthority("ca");
    private static final TestAuthority CLIENTS = new TestAuthority("clients");
    private static final TestAuthority OTHER = new TestAuthority("other");

    @TempDir
    Path folder;

    private TlsIdentity identity(TestAuthority.Issued issued) throws IOException, TlsMaterialException {
        String name = "i" + issued.certificate().getSerialNumber();
        issued.writeTo(folder, name);
        return TlsIdentity.fromPem(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
    }

    private ServerTlsSettings server(TestAuthority.Leaf leaf) throws Exception {
        return ServerTlsSettings.of(TlsPreset.INTERMEDIATE, identity(leaf.issue()));
    }

    private static ClientTls client(TestAuthority trusted) throws Exception {
        return ClientTls.of(new ClientTlsSettings(
                TlsPreset.INTERMEDIATE, TrustBundle.of(List.of(trusted.certificate())), null, null));
    }

    private ClientTls client(TestAuthority trusted, TestAuthority.Issued own) throws Exception {
        return ClientTls.of(new ClientTlsSettings(
                TlsPreset.INTERMEDIATE, TrustBundle.of(List.of(trusted.certificate())), identity(own), null));
    }

    private static SSLEngine connect(ClientTls client, ServerTls server, String host) throws SSLException {
        SSLEngine engine = client.context().createSSLEngine(host, 443);
        Handshake.between(engine, server.context().createSSLEngine());
        return engine;
    }

    private static String common(SSLEngine client) throws SSLException {
        return ((X509Certificate) client.getSession().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    @ParameterizedTest
    @EnumSource(TlsPreset.class)
    void aPresetSpeaksItsBestProtocol(TlsPreset preset) throws Exception {
        ServerTls server = ServerTls.of(ServerTlsSettings.of(
                preset, identity(CA.leaf("a").dns("a.example").issue())));
        assertThat(connect(client(CA), server, "a.example").getSession().getProtocol())
                .isEqualTo("TLSv1.3");
        assertThat(server.parameters().getProtocols())
                .isEqualTo(preset.protocols().toArray());
    }

    @Test
    void modernRefusesTls12() throws Exception {
        ServerTls server = ServerTls.of(ServerTlsSettings.of(
                TlsPreset.MODERN, identity(CA.leaf("a").dns("a.example").issue())));
        SSLEngine old = client(CA).context().createSSLEngine("a.example", 443);
        old.setEnabledProtocols(new String[] {"TLSv1.2"});
        assertThatThrownBy(() -> Handshake.between(old, server.context().createSSLEngine()))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void theServerNameChoosesTheCertificateExactBeforeWildcardBeforeDefault() throws Exception {
        ServerTls server = ServerTls.of(new ServerTlsSettings(
                TlsPreset.INTERMEDIATE,
                List.of(
                        identity(CA.leaf("default")
                                .dns("default.example", "b.other.example")
                                .issue()),
                        identity(CA.leaf("wild").dns("*.shop.example").issue()),
                        identity(CA.leaf("exact").dns("api.shop.example").issue())),
                ClientMode.OFF,
                null,
                null));
        assertThat(common(connect(client(CA), server, "api.shop.example"))).isEqualTo("CN=exact");
        assertThat(common(connect(client(CA), server, "www.shop.example"))).isEqualTo("CN=wild");
        assertThat(common(connect(client(CA), server, "b.other.example"))).isEqualTo("CN=default");
        assertThatThrownBy(() -> connect(client(CA), server, "deep.www.shop.example"))
                .hasStackTraceContaining("tls.peer_wrong_name");
    }

    @Test
    void aClientRefusesWhatIsNotTheServerItAskedFor() throws Exception {
        assertServerRefused(CA.leaf("a").dns("b.example"), CA, "tls.peer_wrong_name");
        assertServerRefused(CA.leaf("a.example"), CA, "tls.peer_no_alternative_name");
        assertServerRefused(OTHER.leaf("a").dns("a.example"), CA, "tls.peer_unknown_authority");
        assertServerRefused(CA.leaf("a").dns("a.example").valid(-9, -2), CA, "tls.peer_expired");
        assertServerRefused(CA.leaf("a").dns("a.example").valid(2, 9), CA, "tls.peer_not_yet_valid");
    }

    private void assertServerRefused(TestAuthority.Leaf leaf, TestAuthority trusted, String code) throws Exception {
        ServerTls server = ServerTls.of(server(leaf));
        assertThatThrownBy(() -> connect(client(trusted), server, "a.example")).hasStackTraceContaining(code);
    }

    @Test
    void mutualTlsLetsOnlyTheTrustedIn() throws Exception {
        ServerTls server = ServerTls.of(server(CA.leaf("a").dns("a.example"))
                .withClients(ClientMode.REQUIRED, TrustBundle.of(List.of(CLIENTS.certificate())), null));
        SSLEngine good = connect(client(CA, CLIENTS.leaf("me").dns("me").issue()), server, "a.example");
        assertThat(good.getSession().getLocalCertificates()).hasSize(2);
        assertThatThrownBy(() -> connect(client(CA), server, "a.example")).isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> connect(client(CA, OTHER.leaf("me").dns("me").issue()), server, "a.example"))
                .hasStackTraceContaining("tls.peer_unknown_authority");
        assertThatThrownBy(() -> connect(
                        client(CA, CLIENTS.leaf("me").dns("me").valid(-9, -2).issue()), server, "a.example"))
                .hasStackTraceContaining("tls.peer_expired");
    }

    @Test
    void optionalMutualTlsAdmitsNobodyBad() throws Exception {
        ServerTls server = ServerTls.of(server(CA.leaf("a").dns("a.example"))
                .withClients(ClientMode.OPTIONAL, TrustBundle.of(List.of(CLIENTS.certificate())), null));
        assertThat(connect(client(CA), server, "a.example").getSession().getLocalCertificates())
                .isNull();
        assertThatThrownBy(() -> connect(client(CA, OTHER.leaf("me").dns("me").issue()), server, "a.example"))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void aRevokedClientIsRefusedAndAnUnknownStatusCountsAsConfigured() throws Exception {
        TestAuthority.Issued good = CLIENTS.leaf("good").dns("good").issue();
        TestAuthority.Issued bad = CLIENTS.leaf("bad").dns("bad").issue();
        Path crl = Files.write(folder.resolve("c.crl"), CLIENTS.revoking(bad.certificate()));
        ServerTls server = ServerTls.of(server(CA.leaf("a").dns("a.example"))
                .withClients(
                        ClientMode.REQUIRED,
                        TrustBundle.of(List.of(CLIENTS.certificate(), OTHER.certificate())),
                        Revocation.byCrl(crl, Revocation.Unknown.REFUSE)));
        connect(client(CA, good), server, "a.example");
        assertThatThrownBy(() -> connect(client(CA, bad), server, "a.example"))
                .hasStackTraceContaining("tls.peer_revoked");
        TestAuthority.Issued unknown = OTHER.leaf("unknown").dns("unknown").issue();
        assertThatThrownBy(() -> connect(client(CA, unknown), server, "a.example"))
                .hasStackTraceContaining("tls.peer_revocation_unknown");
        server.replace(server.settings()
                .withClients(
                        ClientMode.REQUIRED,
                        TrustBundle.of(List.of(CLIENTS.certificate(), OTHER.certificate())),
                        Revocation.byCrl(crl, Revocation.Unknown.ACCEPT)));
        connect(client(CA, unknown), server, "a.example");
        assertThatThrownBy(() -> connect(client(CA, bad), server, "a.example"))
                .hasStackTraceContaining("tls.peer_revoked");
    }

    @Test
    void theNameDecidesBeforeTheKindOfKey() throws Exception {
        TlsIdentity first = identity(CA.leaf("first").dns("a.example").rsa(2048).issue());
        TlsIdentity twin = identity(CA.leaf("twin").dns("a.example").issue());
        TlsIdentity other = identity(CA.leaf("other").dns("b.example").issue());
        TlsIdentity last = identity(CA.leaf("last").dns("c.example").rsa(2048).issue());
        ServerTls server = ServerTls.of(ServerTlsSettings.of(TlsPreset.INTERMEDIATE, first, other, last));
        assertThat(common(connect(client(CA), server, "b.example"))).isEqualTo("CN=other");
        assertThat(common(connect(client(CA), server, "c.example"))).isEqualTo("CN=last");
        assertThatThrownBy(() -> connect(client(CA), server, "d.example")).hasStackTraceContaining("CN=first");
        server.replace(ServerTlsSettings.of(TlsPreset.INTERMEDIATE, first, other, last, twin));
        assertThat(common(connect(client(CA), server, "a.example"))).isIn("CN=first", "CN=twin");
        assertThatThrownBy(() -> connect(client(CA), server, "d.example")).hasStackTraceContaining("CN=twin");
    }

    @Test
    void aReplacedIdentityServesTheNextConnectionOnTheSameContext() throws Exception {
        ServerTls server = ServerTls.of(server(CA.leaf("old").dns("a.example")));
        ClientTls client = client(CA);
        assertThat(common(connect(client, server, "a.example"))).isEqualTo("CN=old");
        server.replace(server(CA.leaf("new").dns("a.example")));
        assertThat(common(connect(client, server, "a.example"))).isEqualTo("CN=new");
    }

    @Test
    void noSessionOutlivesAChangeOfTrust() throws Exception {
        ServerTlsSettings trusting = server(CA.leaf("a").dns("a.example"))
                .withClients(ClientMode.REQUIRED, TrustBundle.of(List.of(CLIENTS.certificate())), null);
        ServerTls server = ServerTls.of(trusting);
        ClientTls client = client(CA, CLIENTS.leaf("me").dns("me").issue());
        connect(client, server, "a.example");
        connect(client, server, "a.example");
        server.replace(trusting.withClients(ClientMode.REQUIRED, TrustBundle.of(List.of(OTHER.certificate())), null));
        assertThatThrownBy(() -> connect(client, server, "a.example"))
                .hasStackTraceContaining("tls.peer_unknown_authority");
    }

    @Test
    void parametersHandedOutAreCopies() throws Exception {
        ServerTls server = ServerTls.of(server(CA.leaf("a").dns("a.example")));
        SSLParameters mine = server.parameters();
        mine.setProtocols(new String[] {"TLSv1.2"});
        mine.setServerNames(List.of(new SNIHostName("x.example")));
        assertThat(server.parameters().getProtocols()).contains("TLSv1.3");
    }
}
