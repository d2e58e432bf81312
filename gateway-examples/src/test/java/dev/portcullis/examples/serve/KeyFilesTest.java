package dev.portcullis.examples.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.policy.spi.PolicyListener;
import dev.portcullis.gateway.testkit.OpenSsl;
import dev.portcullis.gateway.testkit.TestAuthority;
import dev.portcullis.gateway.tls.ClientTls;
import dev.portcullis.gateway.tls.ClientTlsSettings;
import dev.portcullis.gateway.tls.TlsPreset;
import dev.portcullis.gateway.tls.TrustBundle;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One gateway whose certificates lie in every form that there is, as openssl and keytool write them. */
class KeyFilesTest {
    private static final TestAuthority CA = new TestAuthority("ca");
    private static final String PASSWORD = "s3same";

    @TempDir
    Path folder;

    @BeforeEach
    void prepare() throws Exception {
        OpenSsl.assumeThere();
        Files.writeString(folder.resolve("password"), PASSWORD);
        for (String name : List.of("pkcs8", "sealed", "sec1", "store", "java")) {
            issue(CA.leaf(name).dns(name + ".example"), name);
        }
        issue(CA.leaf("pkcs1").dns("pkcs1.example").rsa(2048), "pkcs1");
        openssl("rsa -in pkcs1.p8 -traditional -out pkcs1.key");
        openssl("ec -in sec1.p8 -out sec1.key");
        openssl("pkcs8 -topk8 -v2 aes-256-cbc -in sealed.p8 -out sealed.key -passout file:password");
        openssl("pkcs8 -topk8 -nocrypt -in pkcs8.p8 -out pkcs8.key");
        openssl("pkcs12 -export -in store.crt -inkey store.p8 -out store.p12 -passout file:password");
    }

    private void issue(TestAuthority.Leaf leaf, String name) throws Exception {
        TestAuthority.Issued issued = leaf.issue();
        Files.writeString(folder.resolve(name + ".crt"), issued.chainPem());
        Files.writeString(folder.resolve(name + ".p8"), issued.keyPem());
        if (name.equals("java")) {
            KeyStore store = KeyStore.getInstance("JKS");
            store.load(null, null);
            store.setKeyEntry(
                    "one", issued.keys().getPrivate(), PASSWORD.toCharArray(), new Certificate[] {issued.certificate()
                    });
            try (OutputStream out = Files.newOutputStream(folder.resolve("java.jks"))) {
                store.store(out, PASSWORD.toCharArray());
            }
        }
    }

    private void openssl(String command) throws Exception {
        OpenSsl.run(folder, command.split(" "));
    }

    @Test
    void eachIsServedUnderItsOwnName() throws Exception {
        Path policy;
        try (EchoUpstream upstream = EchoUpstream.start()) {
            policy = Files.writeString(folder.resolve("p.yaml"), """
                    apiVersion: portcullis.dev/v1
                    kind: GatewayPolicy
                    metadata: {name: test, version: "1"}
                    spec:
                      tls:
                        certificates:
                          - {certificate: pkcs8.crt, key: pkcs8.key}
                          - {certificate: sealed.crt, key: sealed.key, password: "${file:password}"}
                          - {certificate: pkcs1.crt, key: pkcs1.key}
                          - {certificate: sec1.crt, key: sec1.key}
                          - {keyStore: store.p12, password: "${file:password}"}
                          - {keyStore: java.jks, password: "${file:password}", alias: one}
                      %s
                    """.formatted(upstream.route()));
        }
        ClientTls client = ClientTls.of(
                new ClientTlsSettings(TlsPreset.INTERMEDIATE, TrustBundle.of(List.of(CA.certificate())), null, null));
        try (StandAlone gateway = StandAlone.configure(policy, ServerKind.JDK).start(new PolicyListener() {})) {
            for (String name : List.of("pkcs8", "sealed", "pkcs1", "sec1", "store", "java")) {
                assertThat(TlsRequests.shown(gateway.address(), client, name + ".example"))
                        .isEqualTo("CN=" + name);
            }
        }
    }
}
