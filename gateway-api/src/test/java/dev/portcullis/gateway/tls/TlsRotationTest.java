package dev.portcullis.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portcullis.gateway.testkit.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsRotationTest {
    private static final TestAuthority CA = new TestAuthority("ca");

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final TlsRotation.Listener recording = new TlsRotation.Listener() {
        @Override
        public void rotated() {
            events.add("rotated");
        }

        @Override
        public void refused(TlsMaterialException why) {
            events.add(why.code());
        }
    };

    @TempDir
    Path folder;

    private Path certificate;
    private Path key;

    /** As Kubernetes lays a secret out: files are links through a link to the directory of one version. */
    @BeforeEach
    void mount() throws IOException {
        version("one", CA.leaf("one").dns("a.example"));
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("one"));
        certificate = Files.createSymbolicLink(folder.resolve("tls.crt"), Path.of("..data/tls.crt"));
        key = Files.createSymbolicLink(folder.resolve("tls.key"), Path.of("..data/tls.key"));
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private void version(String name, TestAuthority.Leaf leaf) throws IOException {
        Files.createDirectories(folder.resolve(name));
        leaf.issue().writeTo(folder.resolve(name), "tls");
    }

    private void swap(String name) throws IOException {
        Path next = Files.createSymbolicLink(folder.resolve("..next"), Path.of(name));
        Files.move(next, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private TlsIdentity identity() throws TlsMaterialException {
        return TlsIdentity.fromPem(certificate, key);
    }

    private ServerTlsSettings server() throws TlsMaterialException {
        return ServerTlsSettings.of(TlsPreset.MODERN, identity());
    }

    private void awaitEvent(String event) {
        await().atMost(Duration.ofSeconds(20)).until(() -> events.contains(event));
    }

    @Test
    void aSwappedSecretIsTakenAndABadOneIsReportedWithItsReason() throws Exception {
        ServerTls tls = ServerTls.of(server());
        try (TlsRotation rotation =
                TlsRotation.follow(tls, this::server, List.of(certificate, key), timer, recording)) {
            assertThat(rotation).isNotNull();
            version("two", CA.leaf("two").dns("a.example"));
            version("three", CA.leaf("three").dns("a.example"));
            Files.copy(
                    folder.resolve("one/tls.key"),
                    folder.resolve("three/tls.key"),
                    StandardCopyOption.REPLACE_EXISTING);
            version("four", CA.leaf("four").dns("a.example").valid(-9, -2));
            Files.createDirectories(folder.resolve("five"));
            swap("two");
            awaitEvent("rotated");
            assertThat(tls.settings().identities().get(0)).asString().contains("CN=two");
            swap("three");
            awaitEvent("tls.key_mismatch");
            swap("four");
            awaitEvent("tls.certificate_expired");
            swap("five");
            awaitEvent("tls.file_unreadable");
            assertThat(tls.settings().identities().get(0)).asString().contains("CN=two");
            assertThat(tls.rotations()).isEqualTo(1);
            swap("one");
            await().atMost(Duration.ofSeconds(20)).until(() -> tls.rotations() == 2);
        }
    }

    @Test
    void aClientFollowsAlike() throws Exception {
        TlsRotation.Material<ClientTlsSettings> material = () ->
                new ClientTlsSettings(TlsPreset.MODERN, TrustBundle.of(List.of(CA.certificate())), identity(), null);
        ClientTls tls = ClientTls.of(material.read());
        try (TlsRotation rotation = TlsRotation.follow(tls, material, List.of(certificate, key), timer, recording)) {
            assertThat(rotation).isNotNull();
            version("two", CA.leaf("two").dns("a.example"));
            swap("two");
            awaitEvent("rotated");
            assertThat(tls.settings().identity()).asString().contains("CN=two");
        }
    }
}
