package dev.portcullis.examples.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.policy.spi.PolicyListener;
import dev.portcullis.gateway.testkit.OpenSsl;
import dev.portcullis.gateway.testkit.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A session that a client kept is judged anew once trust, revocation or mode have changed: by session ids and by tickets of
 * TLS 1.2, and by the pre-shared keys of TLS 1.3, on every server.
 */
class SessionsAfterReloadTest {
    private static final TestAuthority CA = new TestAuthority("ca");
    private static final TestAuthority CLIENTS = new TestAuthority("clients");
    private static final TestAuthority OTHER = new TestAuthority("other");
    private static final TestAuthority.Issued ALICE =
            CLIENTS.leaf("alice").dns("alice").issue();
    private static final String REQUIRED = "mode: required, trust: clients.crt";

    /** How a session is kept. */
    private enum Kept {
        ID_OF_TLS_1_2("-tls1_2", "-no_ticket"),
        TICKET_OF_TLS_1_2("-tls1_2"),
        KEY_OF_TLS_1_3("-tls1_3");

        private final List<String> options;

        Kept(String... options) {
            this.options = List.of(options);
        }
    }

    @TempDir
    Path folder;

    private EchoUpstream upstream;

    @BeforeEach
    void start() throws IOException {
        OpenSsl.assumeThere();
        upstream = EchoUpstream.start();
        CA.leaf("own").dns("a.example").issue().writeTo(folder, "own");
        CLIENTS.writeTo(folder.resolve("clients.crt"));
        OTHER.writeTo(folder.resolve("other.crt"));
        ALICE.writeTo(folder, "alice");
        Files.write(folder.resolve("clients.crl"), CLIENTS.revoking(ALICE.certificate()));
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    private Path policy(String clients) throws IOException {
        return Files.writeString(folder.resolve("p.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: test, version: "1"}
                spec:
                  tls: {certificates: [{certificate: own.crt, key: own.key}], clients: {%s}}
                  %s
                """.formatted(clients, upstream.route()));
    }

    private void reload(StandAlone gateway, String clients) throws IOException {
        policy(clients);
        gateway.reload();
    }

    private String connect(StandAlone gateway, Kept kept, String use) throws Exception {
        List<String> options = new ArrayList<>(kept.options);
        options.addAll(List.of("-cert", folder.resolve("alice.crt").toString()));
        options.addAll(List.of("-key", folder.resolve("alice.key").toString()));
        options.addAll(List.of(use, folder.resolve(kept.name()).toString()));
        return OpenSsl.connect(gateway.address(), "a.example", options.toArray(String[]::new));
    }

    private void keepSessions(StandAlone gateway) throws Exception {
        for (Kept kept : Kept.values()) {
            assertThat(connect(gateway, kept, "-sess_out")).contains("New, ", "HTTP/1.1 200");
            assertThat(connect(gateway, kept, "-sess_in")).contains("Reused, ", "HTTP/1.1 200");
        }
    }

    private void assertJudgedAnew(StandAlone gateway, boolean admitted) throws Exception {
        for (Kept kept : Kept.values()) {
            String said = connect(gateway, kept, "-sess_in");
            assertThat(said).as("%s", kept).doesNotContain("Reused, ");
            assertThat(said.contains("HTTP/1.1 200")).as("%s admitted", kept).isEqualTo(admitted);
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void noneSurvivesAChange(ServerKind kind) throws Exception {
        try (StandAlone gateway = StandAlone.configure(policy(REQUIRED), kind).start(new PolicyListener() {})) {
            keepSessions(gateway);
            reload(gateway, "mode: required, trust: other.crt");
            assertJudgedAnew(gateway, false);
            reload(gateway, REQUIRED);
            assertJudgedAnew(gateway, true);
            keepSessions(gateway);
            reload(gateway, "mode: optional, trust: clients.crt");
            assertJudgedAnew(gateway, true);
            keepSessions(gateway);
            reload(gateway, REQUIRED + ", revocation: {crl: clients.crl, unknown: refuse}");
            assertJudgedAnew(gateway, false);
        }
    }
}
