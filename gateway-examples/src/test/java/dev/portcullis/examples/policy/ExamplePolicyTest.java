package dev.portcullis.examples.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.policy.CheckReport;
import dev.portcullis.gateway.policy.PolicyCheck;
import dev.portcullis.gateway.testkit.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policy that the language is explained by, read by all modules, with the files and the variable that it names. */
class ExamplePolicyTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeWhatItNames() throws IOException, GeneralSecurityException {
        for (String name : List.of("orders.yaml", "orders.test.yaml")) {
            Files.copy(Path.of("../docs/examples", name), folder.resolve(name));
        }
        TestAuthority authority = new TestAuthority("example");
        Path tls = Files.createDirectory(folder.resolve("tls"));
        authority.writeTo(tls.resolve("clients-ca.crt"));
        authority.writeTo(tls.resolve("internal-ca.crt"));
        Files.writeString(tls.resolve("clients.crl"), TestAuthority.pem("X509 CRL", authority.revoking()));
        authority.leaf("orders").dns("api.example").issue().writeTo(tls, "orders");
        authority.leaf("me").issue().writeTo(tls, "me");
        Files.writeString(folder.resolve("pepper"), "a key of more than thirty-two characters\n");
        Files.writeString(
                folder.resolve("api-keys.yaml"),
                "{hmacKey: \"${file:pepper}\", keys: [{id: ci-1, mac: \"" + "0f".repeat(32)
                        + "\", subject: ci, scopes: [], roles: [], tenant: blue, notAfter: \"2027-01-01T00:00:00Z\"}]}\n");
        byte[] signing = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        Files.writeString(folder.resolve("audit-ed25519.pem"), TestAuthority.pem("PRIVATE KEY", signing));
        Files.writeString(folder.resolve("audit-mac.key"), "0f".repeat(32));
        Files.writeString(folder.resolve("pseudonym.key"), "0f".repeat(32));
        Path rules = Files.createDirectories(folder.resolve("rules/crs"));
        Files.writeString(
                rules.resolve("REQUEST-942.conf"),
                "SecRule ARGS \"@contains evil\" \"id:942100,phase:2,block,log,tag:'attack-rce'\"\n");
    }

    @Test
    void theExampleLoadsAndItsTestPasses() {
        CheckReport report = PolicyCheck.run(Modules.loader(), List.of(folder.resolve("orders.yaml")));
        assertThat(report.errors()).isEmpty();
        assertThat(report.failures()).isEmpty();
    }
}
