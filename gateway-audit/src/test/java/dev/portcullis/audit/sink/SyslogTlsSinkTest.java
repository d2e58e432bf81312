package dev.portcullis.audit.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.portcullis.gateway.testkit.TestAuthority;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SyslogTlsSinkTest extends SinkContract {
    private final TestAuthority authority = new TestAuthority("syslog authority");
    private SyslogServer server;

    @BeforeEach
    void start() throws Exception {
        server = serving(authority.leaf("syslog").ip("127.0.0.1").issue());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static SyslogServer serving(TestAuthority.Issued identity) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", identity.keys().getPrivate(), new char[0], new java.security.cert.Certificate[] {
            identity.certificate()
        });
        KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(store, new char[0]);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        return SyslogServer.overTls(tls);
    }

    private static SyslogSink trusting(TestAuthority trusted, SyslogServer server) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", trusted.certificate());
        TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(store);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, managers.getTrustManagers(), null);
        return new SyslogSink("127.0.0.1", server.port(), tls.getSocketFactory(), InstantSource.system());
    }

    @Override
    protected Sink open() throws Exception {
        return trusting(authority, server);
    }

    @Override
    protected List<String> arrived(int lines) {
        await().until(() -> server.messages().size() >= lines);
        return server.messages().stream()
                .map(message -> message.substring(message.indexOf('{')))
                .toList();
    }

    @Test
    void aServerThatNobodyVouchesForGetsNoLine() throws Exception {
        try (Sink sink = trusting(new TestAuthority("another"), server)) {
            assertThatThrownBy(() -> sink.write(batch(1, new ArrayList<>()))).isInstanceOf(SSLException.class);
        }
        assertThat(server.messages()).isEmpty();
    }

    @Test
    void aServerOfAnotherNameGetsNoLine() throws Exception {
        try (SyslogServer other =
                        serving(authority.leaf("syslog").ip("127.0.0.9").issue());
                Sink sink = trusting(authority, other)) {
            assertThatThrownBy(() -> sink.write(batch(1, new ArrayList<>()))).isInstanceOf(SSLException.class);
            assertThat(other.messages()).isEmpty();
        }
    }
}
