package dev.portcullis.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.gateway.testkit.OcspResponder;
import dev.portcullis.gateway.testkit.TestAuthority;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Certificates that must fail, each for its own reason, whether a client shows them or a server. */
class RefusedCertificatesTest {
    private static final TestAuthority CA = new TestAuthority("ca");
    private static final TestAuthority RSA = TestAuthority.rsa("rsa ca");
    private static final TestAuthority IMPOSTOR = new TestAuthority("ca");
    private static final TestAuthority OTHER = new TestAuthority("other");
    private static final TestAuthority SERVERS = new TestAuthority("servers");
    private static final String HOST = "a.example";
    private static final TrustBundle TRUST = TrustBundle.of(List.of(CA.certificate(), RSA.certificate()));

    @TempDir
    java.nio.file.Path folder;

    private static TestAuthority.Leaf leaf() {
        return CA.leaf("peer").dns(HOST);
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of("expired", leaf().valid(-9, -2), PeerRefusal.EXPIRED),
                Arguments.of("not yet valid", leaf().valid(2, 9), PeerRefusal.NOT_YET_VALID),
                Arguments.of("wrong CA", OTHER.leaf("peer").dns(HOST), PeerRefusal.UNKNOWN_AUTHORITY),
                Arguments.of("CA of the same name", IMPOSTOR.leaf("peer").dns(HOST), PeerRefusal.SIGNATURE_WRONG),
                Arguments.of("CN only", CA.leaf(HOST), PeerRefusal.NO_ALTERNATIVE_NAME),
                Arguments.of("self-signed", leaf().selfSigned(), PeerRefusal.SELF_SIGNED),
                Arguments.of("1024-bit RSA", leaf().rsa(1024), PeerRefusal.KEY_WEAK),
                Arguments.of("SHA-1", leaf().signedBy("SHA1withECDSA"), PeerRefusal.SIGNATURE_WEAK),
                Arguments.of("MD5", RSA.leaf("peer").dns(HOST).signedBy("MD5withRSA"), PeerRefusal.SIGNATURE_WEAK));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void aServerRefusesSuchAClient(String what, TestAuthority.Leaf leaf, PeerRefusal why) throws Exception {
        assertServerRefuses(leaf.issue(), TRUST, null, why);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void aClientRefusesSuchAServer(String what, TestAuthority.Leaf leaf, PeerRefusal why) throws Exception {
        assertClientRefuses(leaf.issue(), TRUST, null, why);
    }

    @Test
    void aGoodOnePassesOnBothSides() throws Exception {
        handshake(leaf().issue(), server(TRUST, null));
        handshake(client(TRUST, null), leaf().issue());
    }

    @Test
    void aClientRefusesAnotherName() throws Exception {
        assertClientRefuses(CA.leaf("peer").dns("b.example").issue(), TRUST, null, PeerRefusal.WRONG_NAME);
        assertClientRefuses(CA.leaf("peer").ip("192.0.2.1").issue(), TRUST, null, PeerRefusal.WRONG_NAME);
    }

    @Test
    void eachSideRefusesTheOthersCertificates() throws Exception {
        assertServerRefuses(leaf().onlyFor(true).issue(), TRUST, null, PeerRefusal.WRONG_USAGE);
        assertClientRefuses(leaf().onlyFor(false).issue(), TRUST, null, PeerRefusal.WRONG_USAGE);
    }

    @Test
    void aTrustDomainAdmitsOneIdOfItsOwnAlone() throws Exception {
        TrustBundle domain = TRUST.forTrustDomain("example.org");
        TestAuthority.Issued good =
                CA.leaf("w").uri("spiffe://example.org/cart").issue();
        handshake(good, server(domain, null));
        handshake(client(domain, null), good);
        assertBothRefuse(CA.leaf("w").uri("spiffe://other.org/cart"), domain, PeerRefusal.SPIFFE_DOMAIN);
        assertBothRefuse(
                CA.leaf("w").uri("spiffe://example.org/a", "spiffe://example.org/b"),
                domain,
                PeerRefusal.SPIFFE_ID_MISSING);
        assertBothRefuse(leaf(), domain, PeerRefusal.SPIFFE_ID_MISSING);
        assertBothRefuse(
                CA.leaf("w").uri("spiffe://example.org/a").claimingAuthority(), domain, PeerRefusal.SPIFFE_ID_MISSING);
    }

    private void assertBothRefuse(TestAuthority.Leaf leaf, TrustBundle trust, PeerRefusal why) throws Exception {
        assertServerRefuses(leaf.issue(), trust, null, why);
        assertClientRefuses(leaf.issue(), trust, null, why);
    }

    @Test
    void aListRevokesOnBothSides() throws Exception {
        TestAuthority.Issued bad = leaf().issue();
        Revocation lists = new Revocation(List.of(crl(bad)), false, Revocation.Unknown.REFUSE);
        assertServerRefuses(bad, TRUST, lists, PeerRefusal.REVOKED);
        assertClientRefuses(bad, TRUST, lists, PeerRefusal.REVOKED);
        handshake(leaf().issue(), server(TRUST, lists));
        handshake(client(TRUST, lists), leaf().issue());
    }

    @Test
    void aResponderRevokesOnBothSides() throws Exception {
        Revocation ocsp = Revocation.byOcsp(Revocation.Unknown.REFUSE);
        try (OcspResponder responder = OcspResponder.start(CA)) {
            TestAuthority.Issued good = leaf().responder(responder.url()).issue();
            TestAuthority.Issued bad = leaf().responder(responder.url()).issue();
            responder.revoke(bad.certificate());
            handshake(good, server(TRUST, ocsp));
            handshake(client(TRUST, ocsp), good);
            assertThat(responder.asked()).isGreaterThanOrEqualTo(1);
            assertServerRefuses(bad, TRUST, ocsp, PeerRefusal.REVOKED);
            assertClientRefuses(bad, TRUST, ocsp, PeerRefusal.REVOKED);
        }
    }

    @Test
    void aSilentResponderCountsAsConfigured() throws Exception {
        OcspResponder responder = OcspResponder.start(CA);
        TestAuthority.Issued unknown = leaf().responder(responder.url()).issue();
        responder.close();
        assertServerRefuses(
                unknown, TRUST, Revocation.byOcsp(Revocation.Unknown.REFUSE), PeerRefusal.REVOCATION_UNKNOWN);
        assertClientRefuses(
                unknown, TRUST, Revocation.byOcsp(Revocation.Unknown.REFUSE), PeerRefusal.REVOCATION_UNKNOWN);
        handshake(unknown, server(TRUST, Revocation.byOcsp(Revocation.Unknown.ACCEPT)));
        handshake(client(TRUST, Revocation.byOcsp(Revocation.Unknown.ACCEPT)), unknown);
    }

    @Test
    void aRequiredCertificateThatIsNotShownIsCounted() throws Exception {
        ServerTls server = server(TRUST, null);
        assertThatThrownBy(() -> Handshake.between(
                        new RawPeer(null).context().createSSLEngine(),
                        server.context().createSSLEngine()))
                .isInstanceOf(javax.net.ssl.SSLException.class);
        assertThat(server.refused(PeerRefusal.NO_CERTIFICATE)).isEqualTo(1);
    }

    private void assertServerRefuses(
            TestAuthority.Issued client, TrustBundle trust, @Nullable Revocation revocation, PeerRefusal why)
            throws Exception {
        ServerTls server = server(trust, revocation);
        assertThatThrownBy(() -> handshake(client, server)).hasStackTraceContaining(why.code() + ":");
        assertThat(server.refused(why)).isEqualTo(1);
        assertThat(server.handshakes()).isZero();
    }

    private void assertClientRefuses(
            TestAuthority.Issued server, TrustBundle trust, @Nullable Revocation revocation, PeerRefusal why)
            throws Exception {
        ClientTls client = client(trust, revocation);
        assertThatThrownBy(() -> handshake(client, server)).hasStackTraceContaining(why.code() + ":");
    }

    private static void handshake(TestAuthority.Issued client, ServerTls server) throws Exception {
        Handshake.between(
                new RawPeer(client).context().createSSLEngine(HOST, 443),
                server.context().createSSLEngine());
    }

    private static void handshake(ClientTls client, TestAuthority.Issued server) throws Exception {
        SSLEngine engine = client.context().createSSLEngine(HOST, 443);
        Handshake.between(engine, new RawPeer(server).context().createSSLEngine());
    }

    private ServerTls server(TrustBundle trust, @Nullable Revocation revocation) throws Exception {
        TestAuthority.Issued own = SERVERS.leaf("server").dns(HOST).issue();
        own.writeTo(folder, "server");
        TlsIdentity identity = TlsIdentity.fromPem(folder.resolve("server.crt"), folder.resolve("server.key"));
        return ServerTls.of(ServerTlsSettings.of(TlsPreset.INTERMEDIATE, identity)
                .withClients(ClientMode.REQUIRED, trust, revocation));
    }

    private static ClientTls client(TrustBundle trust, @Nullable Revocation revocation) throws Exception {
        return ClientTls.of(new ClientTlsSettings(TlsPreset.INTERMEDIATE, trust, null, revocation));
    }

    private static X509CRL crl(TestAuthority.Issued revoked) throws Exception {
        return (X509CRL) CertificateFactory.getInstance("X.509")
                .generateCRL(new ByteArrayInputStream(CA.revoking(revoked.certificate())));
    }
}
