package dev.portcullis.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.policy.spi.Metric;
import dev.portcullis.gateway.testkit.ManualClock;
import dev.portcullis.gateway.testkit.TestAuthority;
import dev.portcullis.gateway.tls.ClientMode;
import dev.portcullis.gateway.tls.ServerTls;
import dev.portcullis.gateway.tls.ServerTlsSettings;
import dev.portcullis.gateway.tls.TlsPreset;
import dev.portcullis.gateway.tls.policy.TlsProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsSectionTest {
    private static final TestAuthority CA = new TestAuthority("ca");
    private static final TestAuthority CLIENTS = new TestAuthority("clients");
    private static final String ROUTES = "routes: [{id: a, match: {path: /a}, authenticate: none}]\n";
    private static final String OWN = "certificates: [{certificate: own.crt, key: own.key}]";

    @TempDir
    Path folder;

    private PolicyFiles files;

    @BeforeEach
    void write() throws IOException {
        files = new PolicyFiles(folder, new TlsProvider());
        CA.leaf("own").dns("a.example").issue().writeTo(folder, "own");
        CA.leaf("other").dns("b.example").issue().writeTo(folder, "other");
        CLIENTS.writeTo(folder.resolve("clients.crt"));
        Files.write(folder.resolve("clients.crl"), CLIENTS.revoking());
        Files.writeString(folder.resolve("broken.crt"), "-----BEGIN CERTIFICATE-----\nAAAA");
        Files.writeString(folder.resolve("empty"), "nothing");
    }

    private ServerTlsSettings settings(String tls) {
        try (LoadedPolicy policy = files.load("tls: {" + tls + "}\n" + ROUTES)) {
            return policy.offered(ServerTls.class).orElseThrow().settings();
        }
    }

    @Test
    void offersWhatTheSectionSays() {
        ServerTlsSettings all = settings("preset: modern, certificates: [{certificate: own.crt, key: own.key},"
                + " {certificate: other.crt, key: other.key}], clients: {mode: optional, trust: clients.crt,"
                + " revocation: {crl: clients.crl, ocsp: true, unknown: refuse}}");
        assertThat(all.preset()).isEqualTo(TlsPreset.MODERN);
        assertThat(all.identities())
                .extracting(Object::toString)
                .satisfiesExactly(
                        first -> assertThat(first).contains("CN=own"),
                        second -> assertThat(second).contains("CN=other"));
        assertThat(all.clients()).isEqualTo(ClientMode.OPTIONAL);
        assertThat(all.trust()).hasToString("TrustBundle[1 authorities]");
        assertThat(all.revocation())
                .isNotNull()
                .matches(checked -> checked.ocsp() && checked.crls().size() == 1);
        ServerTlsSettings least = settings(OWN);
        assertThat(least.preset()).isEqualTo(TlsPreset.INTERMEDIATE);
        assertThat(least.clients()).isEqualTo(ClientMode.OFF);
    }

    @Test
    void offersNothingWhereSomebodyElseTerminates() {
        try (LoadedPolicy policy = files.load("tls: {require: true}\n" + ROUTES)) {
            assertThat(policy.offered(ServerTls.class)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "certificates: [{certificate: own.crt, key: other.key}]                | tls.key_mismatch",
                "certificates: [{certificate: broken.crt, key: own.key}]               | tls.pem_broken",
                "certificates: [{certificate: empty, key: own.key}]                    | tls.certificate_missing",
                "certificates: [{certificate: own.crt, key: empty}]                    | tls.key_missing",
                "certificates: [{certificate: none.crt, key: own.key}]                 | unreadable-file",
                "certificates: [{keyStore: empty, password: '${file:empty}'}]          | tls.store_broken",
                "certificates: [{keyStore: empty, password: secret}]                   | inline-secret",
                "certificates: []                                                      | wrong-value",
                "preset: modern                                                        | unused-setting",
                "clients: {mode: required, trust: clients.crt}                         | unused-setting",
                "preset: old, certificates: [{certificate: own.crt, key: own.key}]     | wrong-value",
            })
    void aMistakeIsSaidWhereItIs(String tls, String code) {
        assertThat(files.errors("tls: {" + tls + "}\n" + ROUTES))
                .isNotEmpty()
                .allMatch(error -> error.startsWith("orders.yaml:5:") && error.endsWith("[" + code + "]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{mode: required}                                                      | invalid",
                "{mode: off, trust: clients.crt}                                       | invalid",
                "{mode: optional, trust: empty}                                        | tls.certificate_missing",
                "{mode: optional, trust: clients.crt, revocation: {crl: empty, unknown: refuse}} | tls.crl_broken",
                "{mode: optional, trust: clients.crt, revocation: {crl: clients.crl}}  | missing-key",
                "{mode: optional, trust: clients.crt, revocation: {unknown: accept}}   | wrong-keys",
            })
    void aMistakeAboutClientsIsSaidWhereItIs(String clients, String code) {
        assertThat(files.errors("tls: {" + OWN + ", clients: " + clients + "}\n" + ROUTES))
                .isNotEmpty()
                .allMatch(error -> error.startsWith("orders.yaml:5:") && error.endsWith("[" + code + "]"));
    }

    @Test
    void aCheckReadsTheFilesToo() {
        Path policy = files.spec("tls: {certificates: [{certificate: own.crt, key: other.key}]}\n" + ROUTES);
        assertThat(PolicyCheck.run(files.loader(), List.of(policy)).lines())
                .first()
                .asString()
                .endsWith("[tls.key_mismatch]");
    }

    @Test
    void theListenersFollowAReloadAndABadPairChangesNothing() throws Exception {
        StepTimer timer = new StepTimer();
        try (PolicyHost host = PolicyHost.follow(files.loader(), files.spec("tls: {" + OWN + "}\n" + ROUTES), timer)) {
            ServerTls tls = host.current().offered(ServerTls.class).orElseThrow();
            move("other.crt", "own.crt");
            assertThat(host.reload()).isFalse();
            assertThat(tls.settings().identities().get(0)).asString().contains("CN=own");
            assertThat(metric(host, "rotations_total", Map.of("result", "refused")))
                    .isEqualTo(1);
            move("other.key", "own.key");
            assertThat(host.reload()).isTrue();
            assertThat(host.current().offered(ServerTls.class)).containsSame(tls);
            assertThat(tls.settings().identities().get(0)).asString().contains("CN=other");
            assertThat(metric(host, "rotations_total", Map.of("result", "replaced")))
                    .isEqualTo(1);
            assertThat(metric(host, "certificate_expiry_timestamp_seconds", Map.of("certificate", "0")))
                    .isEqualTo(tls.settings().identities().get(0).notAfter().getEpochSecond());
        }
    }

    @Test
    void anExpiredCertificateIsNoReplacementButMayStay() throws Exception {
        ManualClock clock = new ManualClock(java.time.Instant.now());
        PolicyLoader loader = files.loader().withClock(clock, clock);
        try (PolicyHost host =
                PolicyHost.follow(loader, files.spec("tls: {" + OWN + "}\n" + ROUTES), new StepTimer())) {
            ServerTls tls = host.current().offered(ServerTls.class).orElseThrow();
            CA.leaf("late").dns("a.example").valid(-9, -2).issue().writeTo(folder, "own");
            assertThat(host.reload()).isFalse();
            CA.leaf("own").dns("a.example").issue().writeTo(folder, "own");
            assertThat(host.reload()).isTrue();
            clock.advance(Duration.ofDays(1000));
            files.spec("tls: {preset: modern, " + OWN + "}\n" + ROUTES);
            assertThat(host.reload()).as("for another reason").isTrue();
            assertThat(tls.settings().preset()).isEqualTo(TlsPreset.MODERN);
            CA.leaf("other").dns("a.example").issue().writeTo(folder, "own");
            assertThat(host.reload()).as("another that has ended").isFalse();
        }
    }

    private void move(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }

    private static double metric(PolicyHost host, String name, Map<String, String> labels) {
        for (Metric metric : host.current().metrics()) {
            if (metric.name().equals("portcullis_tls_" + name)
                    && metric.labels().equals(labels)) {
                return metric.value().getAsDouble();
            }
        }
        throw new AssertionError("no metric " + name);
    }
}
