package dev.portcullis.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.gateway.testkit.TestAuthority;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which sessions a client resumes: in a resumed one the server shows no certificate and is not judged again. */
class ClientResumptionTest {
    private static final TestAuthority CA = new TestAuthority("ca");
    private static final TestAuthority OTHER = new TestAuthority("other");

    private final RawPeer server =
            new RawPeer(CA.leaf("server").dns("a.example").issue());

    @TempDir
    Path folder;

    private ClientTls client;

    @BeforeEach
    void start() throws Exception {
        client = ClientTls.of(settings(CA, identity("one")));
    }

    private TlsIdentity identity(String name) throws Exception {
        CA.leaf(name).dns(name).issue().writeTo(folder, name);
        return TlsIdentity.fromPem(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
    }

    private static ClientTlsSettings settings(TestAuthority trusted, TlsIdentity identity) {
        return new ClientTlsSettings(
                TlsPreset.INTERMEDIATE, TrustBundle.of(List.of(trusted.certificate())), identity, null);
    }

    private void connect(String protocol) throws SSLException {
        SSLEngine from = client.context().createSSLEngine("a.example", 443);
        SSLParameters parameters = from.getSSLParameters();
        parameters.setProtocols(new String[] {protocol});
        from.setSSLParameters(parameters);
        SSLEngine to = server.context().createSSLEngine();
        to.setUseClientMode(false);
        to.setNeedClientAuth(true);
        Handshake.between(from, to);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void noneOutlivesTheAuthorityThatVouchedForTheServer(String protocol) throws Exception {
        connect(protocol);
        connect(protocol);
        assertThat(server.shown()).as("the second resumed the first").isEqualTo(1);
        client.replace(settings(OTHER, identity("one")));
        assertThatThrownBy(() -> connect(protocol)).hasStackTraceContaining("tls.peer_unknown_authority");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void noneOutlivesTheIdentityThatItWasMadeWith(String protocol) throws Exception {
        connect(protocol);
        client.replace(settings(CA, identity("two")));
        connect(protocol);
        assertThat(server.shown()).isEqualTo(2);
    }
}
