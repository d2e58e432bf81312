package dev.portcullis.examples.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.policy.spi.PolicyListener;
import dev.portcullis.gateway.testkit.TestAuthority;
import dev.portcullis.gateway.testkit.TestRequest;
import dev.portcullis.gateway.testkit.TestResponse;
import dev.portcullis.gateway.testkit.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Behind a terminator: what a trusted hop says of the client's connection counts, what anybody else says does not. */
class TrustedHopsTest {
    private static final TestAuthority.Issued ALICE =
            new TestAuthority("ca").leaf("alice").dns("alice").issue();
    private static final String HSTS = "Strict-Transport-Security";

    @TempDir
    Path folder;

    private EchoUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = EchoUpstream.start();
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    private StandAlone gateway(ServerKind kind, String proxies, String more) throws Exception {
        Path policy = Files.writeString(folder.resolve("p.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: test, version: "1"}
                spec:
                  clientAddress: {trustedProxies: [%s], header: X-Forwarded-For%s
                  %s
                """.formatted(proxies, more, upstream.route()));
        return StandAlone.configure(policy, kind).start(new PolicyListener() {});
    }

    private static TestResponse get(StandAlone gateway, String... fields) throws IOException {
        try (Wire wire = Wire.connect(gateway.address())) {
            return wire.send(TestRequest.get("/x", fields)).read();
        }
    }

    private static void assertPlain(TestResponse refused) {
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.headers().first(HSTS)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void plainRequestsPassWhereATrustedHopSaysHttps(ServerKind kind) throws Exception {
        try (StandAlone gateway = gateway(kind, "127.0.0.1", "}\n  tls: {require: true}")) {
            TestResponse secure = get(gateway, "X-Forwarded-Proto", "https", "X-Forwarded-For", "192.0.2.7");
            assertThat(secure.status()).isEqualTo(200);
            assertThat(secure.header(HSTS)).isEqualTo("max-age=31536000");
            assertPlain(get(gateway));
            assertPlain(get(gateway, "X-Forwarded-Proto", "http", "X-Forwarded-For", "192.0.2.7"));
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void nobodyElseIsBelieved(ServerKind kind) throws Exception {
        try (StandAlone gateway = gateway(kind, "10.0.0.0/8", "}\n  tls: {require: true}")) {
            assertPlain(get(gateway, "X-Forwarded-Proto", "https", "X-Forwarded-For", "192.0.2.7"));
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void certificatesThatSomebodyElseClaimsNeverReachTheService(ServerKind kind) throws Exception {
        try (StandAlone gateway = gateway(kind, "10.0.0.0/8", ", clientCertificateHeader: Client-Cert}")) {
            assertThat(get(gateway, "Client-Cert", alice(), "X-Forwarded-Client-Cert", "Hash=00", "X-Own", "kept")
                            .text())
                    .containsIgnoringCase("X-Own: kept")
                    .doesNotContainIgnoringCase("client-cert");
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void ofATrustedHopTheFieldThatItIsToWriteIsKept(ServerKind kind) throws Exception {
        try (StandAlone gateway = gateway(kind, "127.0.0.1", ", clientCertificateHeader: Client-Cert}")) {
            assertThat(get(gateway, "Client-Cert", alice(), "X-Forwarded-Client-Cert", "Hash=00")
                            .text())
                    .containsIgnoringCase("Client-Cert: " + alice())
                    .doesNotContainIgnoringCase("X-Forwarded-Client-Cert");
            assertThat(get(gateway, "Client-Cert", ":AAAA:").status()).isEqualTo(400);
        }
    }

    private static String alice() {
        try {
            return ":" + Base64.getEncoder().encodeToString(ALICE.certificate().getEncoded()) + ":";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
