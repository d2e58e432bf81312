package dev.portcullis.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.gateway.testkit.TestAuthority;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedEngineTest {
    private static final TestAuthority CA = new TestAuthority("ca");

    @TempDir
    Path folder;

    private ServerTls server;

    @BeforeEach
    void start() throws Exception {
        CA.leaf("own").dns("a.example").issue().writeTo(folder, "own");
        TlsIdentity own = TlsIdentity.fromPem(folder.resolve("own.crt"), folder.resolve("own.key"));
        server = ServerTls.of(ServerTlsSettings.of(TlsPreset.INTERMEDIATE, own)
                .withClients(ClientMode.REQUIRED, TrustBundle.of(List.of(CA.certificate())), null));
    }

    @Test
    void whateverAServerSetsNothingIsWeakened() {
        SSLEngine engine = server.context().createSSLEngine();
        engine.setEnabledProtocols(new String[] {"TLSv1", "TLSv1.1"});
        engine.setEnabledCipherSuites(new String[] {"TLS_RSA_WITH_AES_128_CBC_SHA"});
        engine.setWantClientAuth(false);
        engine.setNeedClientAuth(false);
        SSLParameters weak = new SSLParameters(new String[] {"TLS_RSA_WITH_AES_128_CBC_SHA"}, new String[] {"TLSv1.2"});
        weak.setApplicationProtocols(new String[] {"http/1.1"});
        engine.setSSLParameters(weak);
        assertThat(engine.getEnabledProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
        assertThat(List.of(engine.getEnabledCipherSuites())).isEqualTo(TlsPreset.INTERMEDIATE.cipherSuites());
        assertThat(engine.getNeedClientAuth()).isTrue();
        assertThat(engine.getSSLParameters().getApplicationProtocols()).containsExactly("http/1.1");
        assertThatThrownBy(() -> engine.setUseClientMode(true)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aConnectionIsNegotiatedOnce() throws Exception {
        SSLEngine client =
                new RawPeer(CA.leaf("me").dns("me").issue()).context().createSSLEngine("a.example", 443);
        client.setEnabledProtocols(new String[] {"TLSv1.2"});
        SSLEngine own = server.context().createSSLEngine();
        Handshake.between(client, own);
        client.beginHandshake();
        ByteBuffer hello = ByteBuffer.allocate(1 << 16);
        while (client.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            client.wrap(ByteBuffer.allocate(0), hello);
        }
        hello.flip();
        assertThatThrownBy(() -> own.unwrap(hello, ByteBuffer.allocate(1 << 16)))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("tls.renegotiation");
        assertThat(server.refused(PeerRefusal.RENEGOTIATION)).isEqualTo(1);
        assertThat(own.isOutboundDone() || own.getHandshakeStatus() == HandshakeStatus.NEED_WRAP)
                .as("closing")
                .isTrue();
    }
}
