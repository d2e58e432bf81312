package dev.portcullis.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portcullis.audit.chain.ChainVerifier;
import dev.portcullis.audit.chain.Verification;
import dev.portcullis.audit.sink.FileSink;
import dev.portcullis.audit.sink.Rotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationTest {
    private static final byte[] SECRET = new byte[32];

    @TempDir
    Path folder;

    private KeyPair keys;

    @BeforeEach
    void makeKeys() throws Exception {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    private AuditLog open(Rotation rotation) throws Exception {
        ChainSettings chain = new ChainSettings(keys.getPrivate(), SECRET, 50, Duration.ofSeconds(5));
        FileSink file = FileSink.open(folder.resolve("audit.jsonl"), rotation, InstantSource.system());
        return AuditLog.open(AuditLogSettings.defaults().withChain(chain), List.of(file), "t@1");
    }

    private void write(AuditLog log, int records) {
        for (int i = 0; i < records; i++) {
            log.record("test", "t@1", Map.of("number", Integer.toString(i)));
            if (i % 20 == 0) {
                assertThat(log.flush(Duration.ofSeconds(20))).isTrue();
            }
        }
    }

    private Verification verify() throws Exception {
        return new ChainVerifier(List.of(keys.getPublic()), SECRET, null).verifyAll(List.of(folder));
    }

    private long segments(String end) throws Exception {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("audit-\\d{20}\\.jsonl" + end))
                    .count();
        }
    }

    private String written() throws Exception {
        StringBuilder all = new StringBuilder();
        try (var files = Files.newDirectoryStream(folder, "*.jsonl")) {
            for (Path file : files) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    @Test
    void segmentsAreLinkedSealedAndCompressedAndTheDirectoryVerifies() throws Exception {
        try (AuditLog log = open(new Rotation(16 << 10, null, null, true))) {
            write(log, 300);
            await().until(() -> segments("\\.gz") >= 5 && segments("") == 0);
            // while it is being written
            assertThat(verify().result()).isEqualTo(Verification.Result.INTACT);
        }
        Verification found = verify();
        assertThat(found.result()).isEqualTo(Verification.Result.INTACT);
        assertThat(found.first()).isEqualTo(1);
        assertThat(found.segments()).isGreaterThan(5);
        assertThat(found.unsealed()).isZero();
        try (AuditLog log = open(new Rotation(16 << 10, null, null, true))) {
            write(log, 100);
        }
        assertThat(verify().result()).isEqualTo(Verification.Result.INTACT);
    }

    @Test
    void theOldestSegmentsGoFirstAndThatIsRecorded() throws Exception {
        try (AuditLog log = open(new Rotation(16 << 10, null, 20L << 10, false))) {
            write(log, 300);
            await().until(() -> segments("") <= 1);
            await().ignoreException(java.nio.file.NoSuchFileException.class)
                    .until(() -> written().contains("audit.segment_removed"));
        }
        Verification found = verify();
        assertThat(found.result()).isEqualTo(Verification.Result.INTACT);
        assertThat(found.first()).isGreaterThan(1);
    }

    @Test
    void aChangedCompressedSegmentIsFound() throws Exception {
        try (AuditLog log = open(new Rotation(16 << 10, null, null, true))) {
            write(log, 100);
            await().until(() -> segments("\\.gz") >= 1 && segments("") == 0);
        }
        Path segment;
        try (var files = Files.list(folder)) {
            segment = files.filter(file -> file.toString().endsWith(".gz"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length / 2] ^= 4;
        Files.write(segment, bytes);
        assertThat(verify().result()).isEqualTo(Verification.Result.BROKEN);
    }
}
